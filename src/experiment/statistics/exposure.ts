import { exp, pow } from "../../kernel/math.ts";

/**
 * How many users meet a version, in closed form: what the counted exposure of a run is an estimate of, without the
 * noise of who happened to call. Users call as Poisson processes; `rate` is that of one user, in calls per unit of time.
 */

/** A stretch of a rollout with one traffic weight for the new version, 0–1. */
export interface WeightStep {
  readonly weight: number;
  /** In the unit of time of the rate. */
  readonly duration: number;
}

/**
 * Every request is routed by itself: 1 − exp(−r ∫w dt). At half a call a minute, 5 % for ten minutes reach 22.1 % of
 * the users, not 5 %.
 */
export function exposedPerRequest(rate: number, steps: readonly WeightStep[]): number {
  return atLeastOne(rate * steps.reduce((sum, { weight, duration }) => sum + weight * duration, 0));
}

/**
 * A user stays on one side, by a bucket that is fixed for the release: with rising weights, each step adds the users
 * between the old weight and the new one, who have the rest of the time to call. Never more than the largest weight.
 */
export function exposedByBucket(rate: number, steps: readonly WeightStep[]): number {
  let exposed = 0;
  let reached = 0;
  let left = steps.reduce((sum, { duration }) => sum + duration, 0);
  for (const { weight, duration } of steps) {
    if (weight > reached) {
      exposed += (weight - reached) * atLeastOne(rate * left);
      reached = weight;
    }
    left -= duration;
  }
  return exposed;
}

/** Users are dealt out anew at each step: more of them meet the version than with fixed buckets. */
export function exposedByRehash(rate: number, steps: readonly WeightStep[]): number {
  return 1 - steps.reduce((spared, { weight, duration }) => spared * (1 - weight * atLeastOne(rate * duration)), 1);
}

/** P(at least one event) when `expected` are expected: 1 − e^−x. */
export function atLeastOne(expected: number): number {
  return atLeast(1, expected);
}

/** P(Poisson(expected) ≥ least), summed from the tail so that small chances keep their digits. */
export function atLeast(least: number, expected: number): number {
  if (expected > 1 && least <= expected) return 1 - poissonBelow(least, expected);
  let term = exp(-expected);
  for (let k = 1; k <= least; k++) term = (term * expected) / k;
  let sum = 0;
  for (let k = least; sum + term !== sum; k++) {
    sum += term;
    term = (term * expected) / (k + 1);
  }
  return sum;
}

function poissonBelow(least: number, expected: number): number {
  let term = exp(-expected);
  let sum = 0;
  for (let k = 0; k < least; k++) {
    sum += term;
    term = (term * expected) / (k + 1);
  }
  return sum;
}

/** The share of all calls that each user makes when the i-th busiest calls i^−s as often as the busiest. */
export function zipfActivity(users: number, exponent: number): Float64Array {
  const activity = new Float64Array(users);
  let sum = 0;
  for (let i = users; i >= 1; i--) {
    activity[i - 1] = pow(i, -exponent);
    sum += activity[i - 1] as number;
  }
  for (let i = 0; i < users; i++) activity[i] = (activity[i] as number) / sum;
  return activity;
}

/** Share of users with at least one of `expected` calls, dealt out by activity. */
export function reachedUsers(activity: ArrayLike<number>, expected: number): number {
  let sum = 0;
  for (let i = activity.length - 1; i >= 0; i--) sum += atLeastOne(expected * (activity[i] as number));
  return sum / activity.length;
}

/** Standard deviation of the traffic share that a weight really gets: of users by bucket, who are unequally busy. */
export function bucketShareDeviation(activity: ArrayLike<number>, weight: number): number {
  let squares = 0;
  for (let i = activity.length - 1; i >= 0; i--) squares += (activity[i] as number) * (activity[i] as number);
  return Math.sqrt(weight * (1 - weight) * squares);
}

/** The same when each of `requests` is routed by itself. */
export function requestShareDeviation(requests: number, weight: number): number {
  return Math.sqrt((weight * (1 - weight)) / requests);
}

/** Chance that a session of a geometric number of requests (≥ 1, given mean) has a failure, at `errorShare` each. */
export function sessionFails(meanRequests: number, errorShare: number): number {
  const good = 1 - errorShare;
  return 1 - good / (meanRequests - (meanRequests - 1) * good);
}
