import type { Micros } from "../../kernel/time.ts";
import type { ScalingPolicy, ScalingRules } from "./scalingRules.ts";

/** A rescale of the autoscaler's own, in one direction: by how many, and when, µs. */
export interface ScaleEvent {
  readonly change: number;
  readonly at: Micros;
  /** Older than any policy looks; its place is used again. */
  readonly isOutdated: boolean;
}

export interface ScaleEvents {
  readonly up: readonly ScaleEvent[];
  readonly down: readonly ScaleEvent[];
}

/** Kubernetes v1.36 `horizontal.go:getReplicasChangePerPeriod`. */
export function changeWithin(period: Micros, events: readonly ScaleEvent[], now: Micros): number {
  return events.filter(({ at }) => at > now - period).reduce((sum, { change }) => sum + change, 0);
}

/**
 * As far as the rules let the replicas move now. Percentages are taken of the replicas at the start of the period, rounded
 * up on the way up and cut off on the way down.
 * Kubernetes v1.36 `horizontal.go:calculateScaleUpLimitWithScalingRules`, `calculateScaleDownLimitWithBehaviors`.
 */
export function scaleLimit(
  direction: "up" | "down",
  state: { readonly current: number; readonly events: ScaleEvents; readonly now: Micros },
  rules: Pick<ScalingRules, "select" | "policies">,
): number {
  const { current, events, now } = state;
  if (rules.select === "Disabled") return current;
  const limits = rules.policies.map((policy) => {
    const start = current - changeWithin(policy.period, events.up, now) + changeWithin(policy.period, events.down, now);
    return direction === "up" ? start + increase(start, policy) : start - decrease(start, policy);
  });
  const isFurthest = rules.select === "Max";
  return isFurthest === (direction === "up") ? Math.max(...limits) : Math.min(...limits);
}

function increase(start: number, { type, value }: ScalingPolicy): number {
  return type === "Pods" ? value : Math.ceil(start * (1 + value / 100)) - start;
}

function decrease(start: number, { type, value }: ScalingPolicy): number {
  return type === "Pods" ? value : start - Math.trunc(start * (1 - value / 100));
}

export type LimitReason =
  | "DesiredWithinRange"
  | "ScaleUpLimit"
  | "ScaleDownLimit"
  | "TooManyReplicas"
  | "TooFewReplicas";

/** The desired size within what the rules and the autoscaler's own bounds allow. */
export interface LimitedSize {
  readonly replicas: number;
  readonly reason: LimitReason;
}

/**
 * Bounds a desired size by the rules of its direction, then by min or max. A limit never pulls the other way.
 * Kubernetes v1.36 `horizontal.go:convertDesiredReplicasWithBehaviorRate`.
 */
export function limitedByRules(
  desired: number,
  state: {
    readonly current: number;
    readonly min: number;
    readonly max: number;
    readonly events: ScaleEvents;
    readonly now: Micros;
  },
  behavior: { readonly up: ScalingRules; readonly down: ScalingRules },
): LimitedSize {
  const { current, min, max } = state;
  if (desired > current) {
    const limit = Math.max(current, scaleLimit("up", state, behavior.up));
    const most = Math.min(max, limit);
    if (desired > most) return { replicas: most, reason: max > limit ? "ScaleUpLimit" : "TooManyReplicas" };
  } else if (desired < current) {
    const limit = Math.min(current, scaleLimit("down", state, behavior.down));
    const least = Math.max(min, limit);
    if (desired < least) return { replicas: least, reason: min < limit ? "ScaleDownLimit" : "TooFewReplicas" };
  }
  return { replicas: desired, reason: "DesiredWithinRange" };
}

/**
 * Notes a rescale. Without rules nothing is noted, for nothing would read it. Events older than the longest period are
 * outdated, and the last such one makes room. Kubernetes v1.36 `horizontal.go:storeScaleEvent`.
 */
export function noteScaleEvent(
  events: readonly ScaleEvent[],
  event: { readonly change: number; readonly now: Micros },
  rules: ScalingRules | null,
): readonly ScaleEvent[] {
  if (rules === null) return events;
  const longest = Math.max(...rules.policies.map(({ period }) => period));
  const marked = events.map((one) => (one.at < event.now - longest ? { ...one, isOutdated: true } : one));
  const noted: ScaleEvent = { change: event.change, at: event.now, isOutdated: false };
  const free = marked.findLastIndex(({ isOutdated }) => isOutdated);
  return free === -1 ? [...marked, noted] : marked.with(free, noted);
}
