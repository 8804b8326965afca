import { type Micros, SECOND } from "../kernel/time.ts";

/** How long a pod stays away from the scheduler after failed attempts. */
export interface SchedulerBackoff {
  readonly initial: Micros;
  readonly max: Micros;
}

/** Kubernetes v1.36 `podInitialBackoffSeconds`, `podMaxBackoffSeconds`. */
export const SCHEDULER_BACKOFF: SchedulerBackoff = { initial: SECOND, max: 10 * SECOND };

/**
 * min(initial · 2^(attempts−1), max); nothing before the first failure: 1, 2, 4, 8, 10, 10, … s.
 * Kubernetes v1.36 `backoff_queue.go:calculateBackoffDuration`.
 */
export function backoffDuration(config: SchedulerBackoff, attempts: number): Micros {
  if (attempts === 0 || config.max === 0) return 0;
  let wait = config.initial;
  for (let i = 1; i < attempts; i++) {
    if (wait > config.max - wait) return config.max;
    wait += wait;
  }
  return Math.min(wait, config.max);
}

/** A pod that could not be placed. Counts of attempts that found no node, and of attempts that broke. */
export interface BackedOffPod {
  readonly unschedulableCount: number;
  readonly consecutiveErrors: number;
  /** When it entered the queue again, µs. */
  readonly queuedAt: Micros;
  /** Worked out before; null: not yet. */
  readonly expiresAt: Micros | null;
}

/**
 * When the wait is over, µs; null: there is none. Aligned down to whole seconds, so that pods that come back within one
 * second are tried by priority and not by luck. An error counts before an unschedulable verdict.
 * Kubernetes v1.36 `backoff_queue.go:getBackoffTime`.
 */
export function backoffTime(config: SchedulerBackoff, pod: BackedOffPod): Micros | null {
  const count = pod.consecutiveErrors > 0 ? pod.consecutiveErrors : pod.unschedulableCount;
  const wait = backoffDuration(config, count);
  if (wait === 0) return null;
  return pod.expiresAt ?? Math.floor((pod.queuedAt + wait) / SECOND) * SECOND;
}
