import type { PodPhase } from "./podPhase.ts";

export interface EvictedPod {
  readonly phase: PodPhase;
  readonly deleting: boolean;
  readonly ready: boolean;
}

/** A PodDisruptionBudget as an eviction finds it. */
export interface EvictionBudget {
  readonly name: string;
  readonly unhealthyPodEvictionPolicy: "IfHealthyBudget" | "AlwaysAllow";
  readonly disruptionsAllowed: number;
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
  readonly isObserved: boolean;
  /** The DisruptionAllowed condition; null: not written. */
  readonly condition: { readonly status: "True" | "False"; readonly reason: string; readonly message: string } | null;
}

/** `without budget`: the pod is deleted and the budget left as it is. `refused`: 429, with the reason. */
export type EvictionVerdict =
  | { readonly verdict: "without budget" | "by budget" }
  | { readonly verdict: "refused"; readonly reason: string };

/**
 * Whether the Eviction API deletes a pod. Pods that do not run yet, or no more, go without asking; so does one that is not
 * ready, if the policy says so or the budget is met without it.
 * Kubernetes v1.36 `registry/core/pod/storage/eviction.go`.
 */
export function evict(pod: EvictedPod, budget: EvictionBudget): EvictionVerdict {
  if (pod.deleting || pod.phase === "Pending" || pod.phase === "Succeeded" || pod.phase === "Failed") {
    return { verdict: "without budget" };
  }
  const isMet = budget.currentHealthy >= budget.desiredHealthy && budget.desiredHealthy > 0;
  if (!pod.ready && (budget.unhealthyPodEvictionPolicy === "AlwaysAllow" || isMet))
    return { verdict: "without budget" };
  if (!budget.isObserved) return refused(`${subject(budget)} is still being processed by the server.`);
  if (budget.disruptionsAllowed > 0) return { verdict: "by budget" };
  const { condition } = budget;
  if (condition?.status !== "False") {
    return refused(
      `${subject(budget)} needs ${budget.desiredHealthy} healthy pods and has ${budget.currentHealthy} currently`,
    );
  }
  const why =
    condition.reason === "SyncFailed"
      ? `because it failed sync: ${condition.message}`
      : `(${condition.reason}): ${condition.message}`;
  return refused(`${subject(budget)} does not allow evicting pods currently ${why}`);
}

/** A budget after an eviction it paid for: the condition is rewritten only when nothing more is allowed. */
export function spend(budget: Pick<EvictionBudget, "disruptionsAllowed">, reason: string) {
  const disruptionsAllowed = budget.disruptionsAllowed - 1;
  return { disruptionsAllowed, reason: disruptionsAllowed === 0 ? "InsufficientPods" : reason };
}

const subject = ({ name }: EvictionBudget) => `The disruption budget ${name}`;
const refused = (reason: string): EvictionVerdict => ({ verdict: "refused", reason });
