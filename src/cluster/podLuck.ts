import { sampler } from "../kernel/distributions.ts";
import { fnv1a64 } from "../kernel/hash.ts";
import type { Law } from "../kernel/law.ts";
import { type Stream, stream } from "../kernel/streams.ts";
import type { Micros } from "../kernel/time.ts";

/**
 * The luck of one pod. It belongs to the pod's place (the n-th pod of this version), not to the moment it is created:
 * the third new pod boots equally fast under every strategy.
 */
export class PodLuck {
  private readonly streams = new Map<string, Stream>();
  private readonly seed: string;
  private readonly place: string;

  constructor(seed: string, version: number, place: string | number) {
    this.seed = seed;
    this.place = `v${version}/${place}`;
  }

  /** The next duration of this purpose, whole µs. */
  span(purpose: string, law: Law): Micros {
    const exact = law.law === "deterministic" ? law.value : sampler(law).sample(this.stream(purpose));
    return Math.floor(Math.max(0, exact) + 0.5);
  }

  /** One of `count` equal choices. */
  choice(purpose: string, count: number): number {
    return count < 2 ? 0 : Math.floor(this.stream(purpose).uniform() * count);
  }

  /** 16 hex digits that are this pod's alone. */
  uid(): string {
    return fnv1a64(`${this.seed}/uid/${this.place}`);
  }

  private stream(purpose: string): Stream {
    let own = this.streams.get(purpose);
    if (own === undefined) {
      own = stream(this.seed, `${purpose}/${this.place}`);
      this.streams.set(purpose, own);
    }
    return own;
  }
}
