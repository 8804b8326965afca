import { assert } from "../kernel/assert.ts";
import { Reconciler } from "../kernel/reconciler.ts";
import type { Micros } from "../kernel/time.ts";
import { type BudgetStatus, budgetStatus, DELETION_TIMEOUT, type DisruptionLimit } from "./disruptionBudget.ts";
import { type EvictionApi, type EvictionBudget, type EvictionVerdict, evict, spend } from "./eviction.ts";
import type { Pod } from "./pod.ts";
import type { Surroundings } from "./surroundings.ts";
import type { ReplicaSet } from "./types.ts";

/** A PodDisruptionBudget (policy/v1) that selects all pods of the workload. */
export interface DisruptionBudgetSpec {
  readonly limit: DisruptionLimit;
  readonly unhealthyPodEvictionPolicy: "IfHealthyBudget" | "AlwaysAllow";
}

export interface DisruptionParts {
  readonly world: Surroundings;
  /** Name of the budget: that of the workload. */
  readonly name: string;
  /** Null: no budget selects the pods, and every eviction is granted. */
  readonly spec: DisruptionBudgetSpec | null;
  /** Pods that are not gone. */
  pods(): readonly Pod[];
  deletePod(pod: Pod): void;
}

/** The status of a budget, as the API server stores it. */
interface StoredStatus extends Omit<BudgetStatus, "disrupted"> {
  readonly condition: NonNullable<EvictionBudget["condition"]>;
}

/**
 * The Eviction API and the disruption controller that keeps the status of the budget it asks, one watch hop behind the
 * pods. Only evictions ask: rolling updates, scaling down, deletions, dead nodes and kubelets do not.
 * Kubernetes v1.36 `pkg/controller/disruption`, `registry/core/pod/storage/eviction.go`.
 */
export class Disruptions {
  private readonly parts: DisruptionParts;
  private readonly reconciler: Reconciler;
  private status: StoredStatus | null = null;
  /** When pods were evicted whose deletion the controller has not seen yet, by name. */
  private disrupted: ReadonlyMap<string, Micros> = new Map();

  constructor(parts: DisruptionParts) {
    const { kernel, spec } = parts.world;
    this.parts = parts;
    this.reconciler = new Reconciler(kernel, () => this.sync(), spec.watchLatency);
  }

  /** A pod or the size of a controller changed. */
  wake(): void {
    if (this.parts.spec !== null) this.reconciler.wake();
  }

  /** What exists since before the run has a status. */
  settle(): void {
    if (this.parts.spec !== null) this.sync();
  }

  /** Pods that may be evicted now, as the status says; without a budget all of them. */
  get allowed(): number {
    return this.parts.spec === null ? Number.POSITIVE_INFINITY : (this.status?.disruptionsAllowed ?? 0);
  }

  /** `POST pods/eviction`: deletes the pod, or refuses with 429. */
  evict(pod: Pod): EvictionVerdict {
    const { spec, world, deletePod } = this.parts;
    const { phase, deleting, ready } = pod;
    const api: EvictionApi = {
      // Nobody else writes the pod while it is being evicted: one version is as good as another.
      read: () => ({ phase, deleting, ready, version: 0 }),
      charge: () => this.charge(pod, world.kernel.now),
      delete: () => {
        deletePod(pod);
        return { answer: "deleted" };
      },
    };
    const answer = evict(api, { budget: spec === null ? null : this.budget(spec), version: null });
    assert(answer.verdict !== "failed", `${pod.name} could not be deleted`);
    return answer;
  }

  private budget({ unhealthyPodEvictionPolicy }: DisruptionBudgetSpec): EvictionBudget {
    const { status, parts } = this;
    return {
      name: parts.name,
      unhealthyPodEvictionPolicy,
      disruptionsAllowed: status?.disruptionsAllowed ?? 0,
      currentHealthy: status?.currentHealthy ?? 0,
      desiredHealthy: status?.desiredHealthy ?? 0,
      isObserved: status !== null,
      condition: status?.condition ?? null,
    };
  }

  private charge(pod: Pod, now: Micros): void {
    if (this.status === null) return;
    const { disruptionsAllowed, reason } = spend(this.status, this.status.condition.reason);
    this.status = { ...this.status, disruptionsAllowed, condition: conditionOf(disruptionsAllowed, reason) };
    this.disrupted = new Map(this.disrupted).set(pod.name, now);
  }

  private sync(): void {
    const { spec, world } = this.parts;
    if (spec === null) return;
    const { now } = world.kernel;
    const pods = this.parts.pods();
    const controllers = pods.map(({ replicaSet }) => controllerOf(replicaSet));
    const given = {
      pods: pods.map(({ name, ready, deleting, replicaSet }) => {
        return { name, ready, deleting, controller: controllerOf(replicaSet).name };
      }),
      scales: new Map(controllers.map(({ name, replicas }) => [name, replicas])),
      disrupted: this.disrupted,
    };
    const status = budgetStatus(spec.limit, given, now);
    // Every controller of the model can be scaled.
    if (status === "failed") return;
    const { disrupted, ...counts } = status;
    this.disrupted = new Map([...this.disrupted].filter(([name]) => disrupted.includes(name)));
    this.status = { ...counts, condition: conditionOf(counts.disruptionsAllowed) };
    // An eviction that has led to no deletion by then will not count any more.
    for (const at of this.disrupted.values()) this.reconciler.wakeAt(Math.max(now + 1, at + DELETION_TIMEOUT));
  }
}

/** Kubernetes v1.36 `component-helpers/apps/poddisruptionbudget/helpers.go:UpdateDisruptionAllowedCondition`. */
function conditionOf(
  disruptionsAllowed: number,
  reason = disruptionsAllowed > 0 ? "SufficientPods" : "InsufficientPods",
): StoredStatus["condition"] {
  return { status: disruptionsAllowed > 0 ? "True" : "False", reason, message: "" };
}

/**
 * Whose size counts: that of the Deployment, or of the ReplicaSet itself when it belongs to something else, as an Argo
 * Rollout. Kubernetes v1.36 `disruption.go:getPodDeployment`, `getPodReplicaSet`.
 */
function controllerOf(replicaSet: ReplicaSet): { readonly name: string; readonly replicas: number } {
  return replicaSet.owner ?? replicaSet;
}
