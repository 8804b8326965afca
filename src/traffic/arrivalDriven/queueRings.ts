import { assert } from "../../kernel/assert.ts";
import type { Clock } from "./clock.ts";

/**
 * Per pod, when each waiting attempt leaves its queue, to be served or because its client gave up. First come, first
 * served and one patience for all: the times of a pod never fall, so a ring is a queue.
 */
export class QueueRings {
  private readonly clock: Clock;
  private readonly limit: number;
  private ring = 8;
  private pods = 0;
  private leaves = new Float64Array(0);
  /** [pod]: where its ring begins and how many it holds, side by side in memory. */
  private cursors = new Int32Array(0);

  /** @param limit attempts that may wait in one pod */
  constructor(clock: Clock, limit: number) {
    this.clock = clock;
    this.limit = limit;
  }

  /** Lets one more wait as `add` does if the pod is known to have room for it without counting; else false. */
  tryToAdd(pod: number, until: Float64Array, at: number): boolean {
    const { cursors, ring } = this;
    const waiting = cursors[2 * pod + 1] as number;
    if (waiting >= ring || waiting >= this.limit) return false;
    const place = ((cursors[2 * pod] as number) + waiting) & (ring - 1);
    this.leaves[pod * ring + place] = until[at] as number;
    cursors[2 * pod + 1] = waiting + 1;
    return true;
  }

  /** Makes room for pods 0 … `pods` − 1. */
  reserve(pods: number): void {
    if (pods > this.pods) this.lay(Math.max(pods, 2 * this.pods), this.ring);
  }

  /** Attempts that wait in the pod now. Those that left are forgotten. */
  waiting(pod: number): number {
    const { cursors } = this;
    let left = cursors[2 * pod + 1] as number;
    if (left === 0) return 0;
    const { leaves, ring } = this;
    const { now } = this.clock;
    const base = pod * ring;
    let head = cursors[2 * pod] as number;
    while (left > 0 && (leaves[base + head] as number) <= now) {
      head = (head + 1) & (ring - 1);
      left--;
    }
    cursors[2 * pod] = head;
    cursors[2 * pod + 1] = left;
    return left;
  }

  /** One more waits in the pod, until `until[at]`. */
  add(pod: number, until: Float64Array, at: number): void {
    if (this.tryToAdd(pod, until, at)) return;
    if (this.cursors[2 * pod + 1] === this.ring) this.lay(this.pods, 2 * this.ring);
    assert(this.tryToAdd(pod, until, at), "an attempt waits in a full queue");
  }

  clear(pod: number): void {
    this.cursors[2 * pod + 1] = 0;
  }

  /** Lays the slab out anew; every ring then starts at its first place. */
  private lay(pods: number, ring: number): void {
    const leaves = new Float64Array(pods * ring);
    const cursors = new Int32Array(2 * pods);
    for (let pod = 0; pod < this.pods; pod++) {
      const head = this.cursors[2 * pod] as number;
      const count = this.cursors[2 * pod + 1] as number;
      cursors[2 * pod + 1] = count;
      for (let i = 0; i < count; i++) {
        const from = pod * this.ring + ((head + i) & (this.ring - 1));
        leaves[pod * ring + i] = this.leaves[from] as number;
      }
    }
    this.leaves = leaves;
    this.cursors = cursors;
    this.pods = pods;
    this.ring = ring;
  }
}
