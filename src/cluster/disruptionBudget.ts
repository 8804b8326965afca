import { type Micros, SECOND } from "../kernel/time.ts";
import { type IntOrPercent, parseIntOrPercent, resolved } from "./intOrPercent.ts";

/** What a PodDisruptionBudget demands; one of the two. */
export type DisruptionLimit = { readonly minAvailable: IntOrPercent } | { readonly maxUnavailable: IntOrPercent };

export interface BudgetedPod {
  readonly name: string;
  readonly ready: boolean;
  readonly deleting: boolean;
  /** Who it belongs to; null: to nobody. */
  readonly controller: string | null;
}

/** The pods a budget selects, how large their controllers want to be, and recent evictions. */
export interface BudgetedPods {
  readonly pods: readonly BudgetedPod[];
  /** `spec.replicas` by controller; a controller that is not here cannot be scaled, and the budget allows nothing. */
  readonly scales: ReadonlyMap<string, number>;
  /** When a pod was evicted, µs, by its name: until it is deleted it counts as gone. */
  readonly disrupted: ReadonlyMap<string, Micros>;
}

export interface BudgetStatus {
  readonly disruptionsAllowed: number;
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
  readonly expectedPods: number;
  /** Evictions that still count. */
  readonly disrupted: readonly string[];
}

/** An eviction that has led to no deletion by then did not happen (Kubernetes v1.36 `disruption.go:DeletionTimeout`). */
export const DELETION_TIMEOUT = 120 * SECOND;

/**
 * How many of the pods may be evicted now. Percentages are rounded up, both of those that must be available and of those
 * that may be missing. Budgets limit evictions only: no rollout, no scale-down, no deletion.
 * Kubernetes v1.36 `disruption.go:trySync`. "failed": a controller that cannot be scaled; then nothing is allowed.
 */
export function budgetStatus(limit: DisruptionLimit, given: BudgetedPods, now: Micros): BudgetStatus | "failed" {
  const demand = expectedPodCount(limit, given);
  if (demand === "failed") return "failed";
  const isDisrupted = ({ name }: BudgetedPod) => {
    const at = given.disrupted.get(name);
    return at !== undefined && at + DELETION_TIMEOUT > now;
  };
  const staying = given.pods.filter(({ deleting }) => !deleting);
  const currentHealthy = staying.filter((pod) => pod.ready && !isDisrupted(pod)).length;
  const spare = currentHealthy - demand.desiredHealthy;
  return {
    disruptionsAllowed: demand.expectedPods <= 0 ? 0 : Math.max(0, spare),
    currentHealthy,
    ...demand,
    disrupted: staying.filter(isDisrupted).map(({ name }) => name),
  };
}

/** Kubernetes v1.36 `disruption.go:getExpectedPodCount`. */
function expectedPodCount(
  limit: DisruptionLimit,
  given: BudgetedPods,
): { expectedPods: number; desiredHealthy: number } | "failed" {
  if ("minAvailable" in limit && parseIntOrPercent(limit.minAvailable)?.isPercent !== true) {
    return { expectedPods: given.pods.length, desiredHealthy: resolved(limit.minAvailable, 0, "up") };
  }
  const expectedPods = expectedScale(given);
  if (expectedPods === "failed") return "failed";
  if ("minAvailable" in limit)
    return { expectedPods, desiredHealthy: resolved(limit.minAvailable, expectedPods, "up") };
  return {
    expectedPods,
    desiredHealthy: Math.max(0, expectedPods - resolved(limit.maxUnavailable, expectedPods, "up")),
  };
}

/** What the controllers of the pods want together; a pod without one counts for nothing. */
function expectedScale({ pods, scales }: BudgetedPods): number | "failed" {
  let sum = 0;
  for (const controller of new Set(pods.map((pod) => pod.controller))) {
    if (controller === null) continue;
    const scale = scales.get(controller);
    if (scale === undefined) return "failed";
    sum += scale;
  }
  return sum;
}
