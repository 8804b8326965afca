import { MINUTE, type Micros, SECOND } from "../../kernel/time.ts";

/** A wait that grows by a factor up to a cap, µs. */
export interface Backoff {
  readonly initial: Micros;
  readonly factor: number;
  readonly cap: Micros;
}

/** `--self-heal-backoff-*`: 2, 6, 18, 54, 162, 300, 300 … s. */
export const SELF_HEAL: Backoff = { initial: 2 * SECOND, factor: 3, cap: 5 * MINUTE };

/** `spec.syncPolicy.retry` where nothing is written: five more attempts. */
export const DEFAULT_RETRY: Backoff & { readonly limit: number } = {
  initial: 5 * SECOND,
  factor: 2,
  cap: 3 * MINUTE,
  limit: 5,
};

/** `min(cap, initial · factor^n)` (Argo CD v3.6 `types.go:NextRetryAt`). */
function grown({ initial, factor, cap }: Backoff, n: number): Micros {
  let span = initial;
  for (let i = 0; i < n && span < cap && factor > 1; i++) span *= factor;
  return Math.min(span, cap);
}

/**
 * What is left of the wait before the next self-heal of the same revision, µs; 0 or less: none
 * (Argo CD v3.6 `appcontroller.go:selfHealRemainingBackoff`).
 * @param attempts self-heals so far.
 * @param sinceFinished since the last operation ended, µs; null: it has not.
 */
export function selfHealRemaining(backoff: Backoff, attempts: number, sinceFinished: Micros | null): Micros {
  const delay = attempts === 0 ? 0 : grown(backoff, attempts - 1);
  return delay - (sinceFinished ?? 0);
}

/** From the end of an attempt to the next one, as `NextRetryAt` answers it for a count of retries, µs. */
export function nextRetryAfter(backoff: Backoff, retries: number): Micros {
  return grown(backoff, retries);
}

/**
 * The waits between the attempts of one operation, µs, after which it has failed for good. The controller counts an attempt
 * before it asks how long to wait, so that the first wait is the second of the series: 10, 20, 40, 80, 160 s by default.
 */
export function retryWaits(retry: Backoff & { readonly limit: number }): readonly Micros[] {
  return Array.from({ length: retry.limit }, (_, index) => nextRetryAfter(retry, index + 1));
}
