import { type Micros, NEVER } from "../kernel/time.ts";
import type { RetryPolicy } from "./plane.ts";

/** Retries the budget grants however few requests there were, and the most it ever has in hand. */
const RESERVE = 10;

/** How long a client waits after attempt `number` has failed; `jitter` uniform in (0, 1). At least 1 µs. */
export function backoff(policy: RetryPolicy, number: number, jitter: number): Micros {
  return Math.max(1, Math.floor(policy.backoff * (1 << number) * (0.5 + jitter) + 0.5));
}

/** No retry comes earlier than this after the first attempt of its request has arrived. */
export function backoffMin(policy: RetryPolicy): Micros {
  return policy.max === 0 ? NEVER : backoff(policy, 0, 0);
}

/**
 * The clients' common retry budget, a token bucket: every first attempt brings a share of a token, every retry takes
 * one (Finagle `RetryBudget`, gRPC `retryThrottling`). Asked when the retry is due; without a token the request has
 * failed for good.
 */
export class RetryBudget {
  /** Begins as a real number, so that the engine lays it out as one. */
  private tokens = Number.NaN;
  private readonly share: number;

  constructor(policy: RetryPolicy) {
    this.share = policy.budget;
    this.tokens = RESERVE;
  }

  /** So many first attempts have been made. */
  deposit(requests: number): void {
    if (this.share >= 1) return;
    for (let i = 0; i < requests; i++) this.tokens = Math.min(RESERVE, this.tokens + this.share);
  }

  withdraw(): boolean {
    if (this.share >= 1) return true;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
