import { EVENT_CLASS } from "../../kernel/calendar.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { type Stream, stream } from "../../kernel/streams.ts";
import type { Micros } from "../../kernel/time.ts";
import type { FlagView } from "../plane.ts";

/** How the pods' flag providers hear of a change. */
export type FlagSync =
  /** Each asks by its own clock (OpenFeature providers that poll: 10–60 s). */
  | { readonly by: "polling"; readonly interval: Micros }
  /** All are told, this much later (flagd's gRPC stream or file watch: about a second). */
  | { readonly by: "streaming"; readonly delay: Micros };

/** For whom the flag is on. */
export interface FlagState {
  /** [user] 1: on. */
  readonly audience: Uint8Array;
  /** Share of the users, 0–1: what `audience` comes to. */
  readonly share: number;
}

export interface FlagProvidersOptions {
  readonly kernel: Kernel;
  /** Names its chance among those of several clusters; absent: there is one. */
  readonly cluster?: string;
  /** The pods' own version, which the flag hides, and whose code everybody else gets. */
  readonly version: number;
  readonly otherwise: number;
  setFlag(pod: number, view: FlagView): void;
  /** A pod has learned of a change. */
  learned?(): void;
}

/**
 * The flag in the pods of one version: each evaluates it by itself, with what it knew at its last synchronisation. A
 * change of the flag is no deployment; it takes effect pod by pod, on average half a polling interval later.
 */
export class FlagProviders {
  private readonly options: FlagProvidersOptions;
  private readonly phases: Stream;
  private sync: FlagSync | null = null;
  private state: FlagState | null = null;
  /** [pod] its clock's phase, and the share it knows of. */
  private readonly pods = new Map<number, { readonly phase: Micros; share: number }>();

  constructor(options: FlagProvidersOptions) {
    this.options = options;
    const { kernel, cluster } = options;
    this.phases = stream(kernel.seed, cluster === undefined ? "flags" : `flags/${cluster}`);
  }

  /** From now on pods of the version ask the flag, which is in this state. */
  begin(sync: FlagSync, state: FlagState): void {
    this.sync = sync;
    this.state = state;
  }

  /** The process of a pod has come up. Its provider has the present state before the first request. */
  podListens(pod: number, version: number): void {
    if (this.sync === null || this.state === null || version !== this.options.version) return;
    const phase = this.sync.by === "polling" ? Math.floor(this.phases.uniform() * this.sync.interval) : 0;
    this.pods.set(pod, { phase, share: 0 });
    this.learn(pod, this.state);
  }

  podGone(pod: number): void {
    this.pods.delete(pod);
  }

  /** The largest share that any pod still knows of: 0 when the flag is off everywhere. */
  get reach(): number {
    let most = 0;
    for (const { share } of this.pods.values()) most = Math.max(most, share);
    return most;
  }

  /** The flag changes now; the pods learn of it in their own time. */
  set(state: FlagState): void {
    const { kernel } = this.options;
    this.state = state;
    for (const pod of this.pods.keys()) {
      kernel.schedule(this.nextSync(pod), EVENT_CLASS.control, () => {
        // Whatever it has become meanwhile.
        if (this.pods.has(pod) && this.state !== null) this.learn(pod, this.state);
      });
    }
  }

  private nextSync(pod: number): Micros {
    const { kernel } = this.options;
    const { sync } = this;
    if (sync === null || sync.by === "streaming") return kernel.now + (sync?.delay ?? 0);
    const phase = this.pods.get(pod)?.phase ?? 0;
    return phase + Math.max(0, Math.ceil((kernel.now - phase) / sync.interval)) * sync.interval;
  }

  private learn(pod: number, { audience, share }: FlagState): void {
    const { otherwise } = this.options;
    const known = this.pods.get(pod);
    if (known !== undefined) known.share = share;
    this.options.setFlag(pod, { audience, otherwise });
    this.options.learned?.();
  }
}
