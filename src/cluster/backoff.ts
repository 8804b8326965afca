import { type Micros, SECOND } from "../kernel/time.ts";

export interface BackoffConfig {
  /** First wait, µs. */
  readonly initial: Micros;
  /** Longest wait, µs. */
  readonly max: Micros;
  /** An entry this long after its last update starts over; absent: twice `max`. */
  readonly forgetAfter?: Micros;
}

/**
 * Waits that double per key, without jitter. Kubernetes v1.36 `client-go/util/flowcontrol/backoff.go:Backoff`.
 */
export class Backoff {
  private readonly entries = new Map<string, { wait: Micros; updatedAt: Micros }>();
  private readonly config: BackoffConfig;

  constructor(config: BackoffConfig) {
    this.config = config;
  }

  /** The present wait of the key, µs; 0 when it has none. */
  get(key: string): Micros {
    return this.entries.get(key)?.wait ?? 0;
  }

  /** The next longer wait, for an event at `eventAt`, noted at `now`. */
  next(key: string, eventAt: Micros, now: Micros): void {
    const { initial, max } = this.config;
    const entry = this.entries.get(key);
    const wait = entry === undefined || this.isForgotten(entry, eventAt) ? initial : Math.min(2 * entry.wait, max);
    this.entries.set(key, { wait, updatedAt: now });
  }

  /** Less time than the wait has passed since the event (`IsInBackOffSince`). */
  isWaitingSince(key: string, eventAt: Micros, now: Micros): boolean {
    const entry = this.entries.get(key);
    return entry !== undefined && !this.isForgotten(entry, eventAt) && now - eventAt < entry.wait;
  }

  /** Less time than the wait lies between the last update and the event (`IsInBackOffSinceUpdate`). */
  isWaitingSinceUpdate(key: string, eventAt: Micros): boolean {
    const entry = this.entries.get(key);
    return entry !== undefined && !this.isForgotten(entry, eventAt) && eventAt - entry.updatedAt < entry.wait;
  }

  private isForgotten(entry: { readonly updatedAt: Micros }, eventAt: Micros): boolean {
    return eventAt - entry.updatedAt > (this.config.forgetAfter ?? 2 * this.config.max);
  }
}

/** A container that ran this long starts over, however long its waits may get (Kubernetes v1.36 `kubelet.go`). */
const CRASH_LOOP_FORGET_AFTER = 600 * SECOND;

/** What decides how fast a crashing container is started again. */
export interface CrashLoopSettings {
  /** Kubelet `crashLoopBackOff.maxContainerRestartPeriod`, µs; null: not set. */
  readonly configuredMax: Micros | null;
  /** Feature `KubeletCrashLoopBackOffMax` (on in v1.36): the setting above counts. */
  readonly maxIsConfigurable: boolean;
  /** Feature `ReduceDefaultCrashLoopBackOffDecay` (off in v1.36): 1 s to 60 s instead of 10 s to 300 s. */
  readonly reducedDecay: boolean;
}

/** Kubernetes v1.36 defaults: 10 s doubling to 300 s. */
export const CRASH_LOOP_DEFAULTS: CrashLoopSettings = {
  configuredMax: null,
  maxIsConfigurable: true,
  reducedDecay: false,
};

/** Kubernetes v1.36 `kubelet.go:newCrashLoopBackOff`. */
export function crashLoopBackoff(settings: CrashLoopSettings): BackoffConfig {
  const defaults = settings.reducedDecay
    ? { initial: SECOND, max: 60 * SECOND }
    : { initial: 10 * SECOND, max: 300 * SECOND };
  const max = settings.maxIsConfigurable && settings.configuredMax !== null ? settings.configuredMax : defaults.max;
  return { initial: Math.min(defaults.initial, max), max, forgetAfter: CRASH_LOOP_FORGET_AFTER };
}

/**
 * When a container that exited at `finishedAt` (null: it runs) may start again: now (null), or at a later instant, µs.
 * The wait runs from the exit; the first exit is restarted at once, then 10, 20, 40, 80, 160, 300, 300, … s. A start notes
 * the next wait. Kubernetes v1.36 `kuberuntime_manager.go:doBackOff`.
 */
export function doBackOff(
  backoff: Backoff,
  key: string,
  exit: { readonly finishedAt: Micros | null; readonly now: Micros },
): Micros | null {
  const { finishedAt, now } = exit;
  if (finishedAt === null) return null;
  if (backoff.isWaitingSince(key, finishedAt, now)) return finishedAt + backoff.get(key);
  backoff.next(key, finishedAt, now);
  return null;
}
