import type { Micros } from "../../kernel/time.ts";
import { groupPods, type PodGroups, type ReadinessDelays, type Sample, type ScaledPod } from "./podGroups.ts";

/** What is not acted upon: ratios from 1 − scaleDown to 1 + scaleUp, both inclusive. */
export interface Tolerances {
  readonly scaleDown: number;
  readonly scaleUp: number;
}

/** A proposal of one metric; `usage` is what the status shows of it (percent, or the metric's own unit). */
export interface Proposal {
  readonly replicas: number;
  readonly usage: number;
  /** Mean usage per pod, for utilisation targets. */
  readonly rawAverage?: number;
}

/** Why a metric makes no proposal, as the controller words it. */
export interface NoProposal {
  readonly error: string;
}

export interface CalculatorInput {
  readonly currentReplicas: number;
  readonly tolerances: Tolerances;
  readonly pods: readonly ScaledPod[];
  readonly samples: ReadonlyMap<string, Sample>;
  readonly delays: ReadinessDelays;
  readonly now: Micros;
}

/** Results saturate where Go's int32 does. */
const MOST_REPLICAS = 2147483647;

/**
 * Replicas so that the mean share of the requests that is used becomes `target` percent. Utilisation is counted in whole
 * percent. Kubernetes v1.36 `replica_calculator.go:GetResourceReplicas`.
 */
export function resourceReplicas(
  input: CalculatorInput,
  resource: {
    readonly name: string;
    readonly target: number;
    readonly requests: ReadonlyMap<string, number> | NoProposal;
  },
): Proposal | NoProposal {
  const groups = usable(input, resource.name);
  if ("error" in groups) return groups;
  const { requests, target } = resource;
  if ("error" in requests) return requests;
  const measure = (values: ReadonlyMap<string, number>) => {
    const known = [...values].filter(([name]) => requests.has(name));
    const requested = known.reduce((sum, [name]) => sum + (requests.get(name) ?? 0), 0);
    const used = known.reduce((sum, [, value]) => sum + value, 0);
    const usage = Math.trunc((used * 100) / requested);
    return { ratio: usage / target, usage, rawAverage: Math.trunc(used / known.length) };
  };
  if (![...groups.values.keys()].some((name) => (requests.get(name) ?? 0) > 0))
    return { error: "no metrics returned matched known pods" };
  const missing = (name: string) => Math.trunc(((requests.get(name) ?? 0) * Math.max(100, target)) / 100);
  return propose(input, groups, { measure, missingWhenLow: missing });
}

/** Replicas so that the mean of a metric over the pods becomes `target`. Kubernetes v1.36 `replica_calculator.go:calcPlainMetricReplicas`. */
export function podsMetricReplicas(
  input: CalculatorInput,
  metric: { readonly name: string; readonly target: number },
): Proposal | NoProposal {
  const groups = usable(input, metric.name);
  if ("error" in groups) return groups;
  const measure = (values: ReadonlyMap<string, number>) => {
    const usage = Math.trunc([...values.values()].reduce((sum, value) => sum + value, 0) / values.size);
    return { ratio: usage / metric.target, usage };
  };
  return propose(input, groups, { measure, missingWhenLow: () => metric.target });
}

type Workload = Pick<CalculatorInput, "currentReplicas" | "tolerances" | "pods">;

/**
 * Replicas so that one value, of an object or from outside, becomes `target`: the ready pods are scaled by the ratio;
 * from zero, the ratio itself. Kubernetes v1.36 `replica_calculator.go:getUsageRatioReplicaCount`.
 */
export function valueReplicas(input: Workload, metric: { readonly usage: number; readonly target: number }): Proposal {
  const { currentReplicas, tolerances, pods } = input;
  const { usage } = metric;
  const ratio = usage / metric.target;
  if (currentReplicas === 0) return { replicas: saturated(Math.ceil(ratio)), usage };
  if (isWithin(tolerances, ratio)) return { replicas: currentReplicas, usage };
  const readyCount = pods.filter(({ phase, ready }) => phase === "Running" && ready?.status === "True").length;
  return { replicas: saturated(Math.ceil(ratio * readyCount)), usage };
}

/** Replicas so that one value per replica becomes `target`. Kubernetes v1.36 `replica_calculator.go:GetExternalPerPodMetricReplicas`. */
export function perPodValueReplicas(
  input: Pick<CalculatorInput, "currentReplicas" | "tolerances">,
  metric: { readonly usage: number; readonly target: number },
): Proposal {
  const { currentReplicas, tolerances } = input;
  const ratio = metric.usage / (metric.target * currentReplicas);
  const replicas = isWithin(tolerances, ratio) ? currentReplicas : saturated(Math.ceil(metric.usage / metric.target));
  return { replicas, usage: Math.ceil(metric.usage / currentReplicas) };
}

/** Requests of each pod by name; containers without one are an error. Kubernetes v1.36 `replica_calculator.go:calculatePodRequests`. */
export function podRequests(
  pods: readonly { readonly name: string; readonly requests: readonly (number | null)[] }[],
  resource: string,
): ReadonlyMap<string, number> | NoProposal {
  const sums = new Map<string, number>();
  for (const { name, requests } of pods) {
    if (requests.includes(null)) return { error: `missing request for ${resource} in a container of Pod ${name}` };
    sums.set(
      name,
      requests.reduce<number>((sum, request) => sum + (request ?? 0), 0),
    );
  }
  return sums;
}

type Groups = PodGroups & { readonly values: ReadonlyMap<string, number> };

/** The pods in groups, and the samples that count: those of ready pods. */
function usable(input: CalculatorInput, resource: string): Groups | NoProposal {
  const { pods, samples, delays, now } = input;
  if (pods.length === 0) return { error: "no pods returned by selector while calculating replica count" };
  const groups = groupPods(pods, samples, { resource, delays, now });
  const left = new Set([...groups.ignored, ...groups.unready]);
  const values = new Map([...samples].filter(([name]) => !left.has(name)).map(([name, { value }]) => [name, value]));
  if (values.size === 0) return { error: "did not receive metrics for targeted pods (pods might be unready)" };
  return { ...groups, values };
}

interface Measure {
  measure(values: ReadonlyMap<string, number>): {
    readonly ratio: number;
    readonly usage: number;
    readonly rawAverage?: number;
  };
  /** What a pod without a sample is taken to use when the others use little. When they use much, it is nothing. */
  missingWhenLow(name: string): number;
}

/** A change that would be too small, or that the pods without samples would turn round, is no change. */
function propose(input: CalculatorInput, groups: Groups, how: Measure): Proposal {
  const { currentReplicas, tolerances } = input;
  const { ratio, ...shown } = how.measure(groups.values);
  const keep = { replicas: currentReplicas, ...shown };
  const isHeldBack = groups.unready.length > 0 && ratio > 1;
  if (!isHeldBack && groups.missing.length === 0) {
    return isWithin(tolerances, ratio) ? keep : { ...keep, replicas: saturated(Math.ceil(ratio * groups.readyCount)) };
  }
  const values = new Map(groups.values);
  if (ratio < 1) for (const name of groups.missing) values.set(name, how.missingWhenLow(name));
  if (ratio > 1) for (const name of groups.missing) values.set(name, 0);
  if (isHeldBack) for (const name of groups.unready) values.set(name, 0);
  const filled = how.measure(values).ratio;
  if (isWithin(tolerances, filled) || (ratio < 1 && filled > 1) || (ratio > 1 && filled < 1)) return keep;
  const replicas = saturated(Math.ceil(filled * values.size));
  const isTurned = (filled < 1 && replicas > currentReplicas) || (filled > 1 && replicas < currentReplicas);
  return isTurned ? keep : { ...keep, replicas };
}

function isWithin({ scaleDown, scaleUp }: Tolerances, ratio: number): boolean {
  return 1 - scaleDown <= ratio && ratio <= 1 + scaleUp;
}

function saturated(replicas: number): number {
  return Math.min(replicas, MOST_REPLICAS);
}
