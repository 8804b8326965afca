import { type Micros, SECOND } from "../kernel/time.ts";

/** How many calls to the API a controller may make: `burst` at once, `perSecond` in the long run. */
export interface ClientLimits {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * The token bucket in the client of a controller (client-go `flowcontrol.NewTokenBucketRateLimiter`). Each controller of
 * the kube-controller-manager has a client of its own, so that all ReplicaSets share one: with 20/s and 30, the first 30
 * pods of a rollout are created at once and every further one waits 50 ms.
 */
export class ClientLimiter {
  private readonly interval: Micros;
  private readonly credit: Micros;
  /** The bucket would be full again at this time, µs. */
  private fullAt: Micros = 0;

  constructor({ perSecond, burst }: ClientLimits) {
    this.interval = SECOND / perSecond;
    this.credit = burst * this.interval;
  }

  /** Takes a token. @returns when the call goes out, µs: `now`, or later when the bucket is empty. */
  take(now: Micros): Micros {
    this.fullAt = Math.max(this.fullAt, now) + this.interval;
    return Math.max(now, Math.ceil(this.fullAt - this.credit));
  }
}
