import type { Micros } from "../kernel/time.ts";
import { type Attempt, isFailed, NO_POD } from "./attempt.ts";
import type { ProxyRetries, RetryPolicy } from "./plane.ts";
import { backoff } from "./retryPolicy.ts";

/** The number of an attempt after which there is no other. */
export const NO_MORE = 0;

/**
 * Who tries a failed attempt again: first the proxy, as often as it may, then the client, for whom all that the proxy did was
 * one try. Attempts are numbered through: with two retries of the proxy those of the client begin at 0, 3, 6 …
 */
export class Tries {
  private readonly client: RetryPolicy;
  private readonly proxy: ProxyRetries | null;
  /** Attempts behind one try of a client, ≥ 1. */
  private readonly each: number;

  constructor(client: RetryPolicy, proxy: ProxyRetries | null) {
    this.client = client;
    this.proxy = proxy;
    this.each = 1 + (proxy?.attempts ?? 0);
  }

  /** The number of the attempt that follows, `NO_MORE` when none does. What reached no pod the proxy does not try again. */
  after({ number, outcome, pod }: Attempt): number {
    if (!isFailed(outcome)) return NO_MORE;
    const { each, proxy, client } = this;
    const place = number % each;
    if (proxy !== null && place < proxy.attempts && pod !== NO_POD && ((proxy.outcomes >> outcome) & 1) === 1) {
      return number + 1;
    }
    const tries = (number - place) / each;
    return tries < client.max ? (tries + 1) * each : NO_MORE;
  }

  isByProxy(number: number): boolean {
    return number % this.each !== 0;
  }

  /**
   * From the end of attempt `number` to the one that follows; `jitter` uniform in (0, 1). Envoy: anywhere up to (2^n − 1) times the
   * base before the n-th retry, at most ten times the base. At least 1 µs.
   */
  wait(number: number, next: number, jitter: number): Micros {
    const { each, proxy, client } = this;
    if (proxy === null || !this.isByProxy(next)) return backoff(client, Math.floor(number / each), jitter);
    const most = Math.min(10, (1 << (next % each)) - 1);
    return Math.max(1, Math.floor(proxy.backoff * most * jitter));
  }
}
