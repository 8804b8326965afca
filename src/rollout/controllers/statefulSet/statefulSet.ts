import { type IntOrPercent, scaledValue } from "../../../cluster/intOrPercent.ts";
import type { PodTemplate, ReplicaSet } from "../../../cluster/types.ts";
import { Signal } from "../../../kernel/process.ts";
import { Reconciler } from "../../../kernel/reconciler.ts";
import type { Micros } from "../../../kernel/time.ts";
import type { RolloutSite } from "../../site.ts";

export interface StatefulSetSpec {
  readonly minReady: Micros;
  /** Pods with an ordinal below this keep the revision they have. */
  readonly partition: number;
  /** Pods that may be missing at once, a share rounded down, at least 1 (feature `MaxUnavailableStatefulSet`). */
  readonly maxUnavailable: IntOrPercent;
}

/** What of a rollout site a StatefulSet needs. */
export type StatefulSetSite = Pick<RolloutSite, "kernel" | "cluster" | "watchLatency" | "replicas" | "templates">;

/** A StatefulSet of the old template that takes over the cluster's pods; `apply` starts a rolling update. */
export function createStatefulSet(site: StatefulSetSite, spec: StatefulSetSpec): StatefulSetController {
  return new StatefulSetController(site, spec);
}

/**
 * The StatefulSet controller with `podManagementPolicy: OrderedReady` and `updateStrategy: RollingUpdate`: from the
 * highest ordinal down to the partition a pod is deleted, and created anew by the new template once it is really gone —
 * two pods never share an identity — and the next one is not touched before that pod is available. So a version that
 * never becomes ready blocks the set, and going back to the old template does not free it: the broken pod is waited for
 * as any other. Kubernetes v1.36 `statefulset/stateful_set_control.go:updateStatefulSet`.
 *
 * Each revision's pods are kept by a ReplicaSet, so that which of them is deleted is that set's choice, and a pod lost
 * with its node is replaced as a ReplicaSet would.
 */
export class StatefulSetController {
  /** The pods from the partition up have the template that was applied last and are available. */
  readonly completed = new Signal();
  private readonly site: StatefulSetSite;
  private readonly spec: StatefulSetSpec;
  private readonly reconciler: Reconciler;
  private template: PodTemplate;
  private replicas: number;
  private isUnderway = false;

  constructor(site: StatefulSetSite, spec: StatefulSetSpec) {
    this.site = site;
    this.spec = spec;
    this.template = site.templates.old;
    this.replicas = site.replicas;
    this.reconciler = new Reconciler(site.kernel, () => this.sync(), site.watchLatency);
    site.cluster.watch(() => this.reconciler.wake());
  }

  /** Rolls a template out, back or forth. */
  apply(template: PodTemplate): void {
    this.template = template;
    this.isUnderway = true;
    this.reconciler.wake();
  }

  /** Writes `spec.replicas`. */
  scale(replicas: number): void {
    this.replicas = replicas;
    this.reconciler.wake();
  }

  /** One step: fill what is missing, else wait for what is not available, else take the next one away. */
  private sync(): void {
    const { cluster } = this.site;
    const updated = this.updated();
    const others = cluster.replicaSets.filter((set) => set !== updated);
    const wanted = sum(cluster.replicaSets, ({ replicas }) => replicas);
    const alive = sum(cluster.replicaSets, (set) => cluster.podsNotGone(set));
    const budget = this.budget(sum(cluster.replicaSets, ({ status }) => status.available));
    if (wanted > this.replicas) this.shrink(updated, others, budget);
    else if (wanted < this.replicas) {
      // An ordinal is free once its pod is gone; they are filled one after the other, each when the last one is available.
      const free = Math.min(this.replicas - Math.max(wanted, alive), budget + (this.replicas - wanted));
      if (free > 0 && this.isStill()) cluster.scale(updated, updated.replicas + 1);
    } else this.update(others, budget);
    this.tellWhenComplete(updated, others);
  }

  /** Pods that may be taken away now. */
  private budget(available: number): number {
    const most = Math.max(1, scaledValue(this.spec.maxUnavailable, this.replicas, "down") ?? 1);
    return most - Math.max(0, this.replicas - available);
  }

  /** Every pod that was created has become available. */
  private isStill(): boolean {
    return this.site.cluster.replicaSets.every(({ replicas, status }) => status.available >= replicas);
  }

  private update(others: readonly ReplicaSet[], budget: number): void {
    const held = this.template === this.site.templates.old ? 0 : this.spec.partition;
    const outdated = sum(others, ({ replicas }) => replicas) - held;
    let left = Math.min(budget, outdated);
    for (const set of others) {
      const count = Math.max(0, Math.min(left, set.replicas));
      if (count > 0) this.site.cluster.scale(set, set.replicas - count);
      left -= count;
    }
  }

  /** The highest ordinals go first, and during an update those are the new ones. */
  private shrink(updated: ReplicaSet, others: readonly ReplicaSet[], budget: number): void {
    if (budget <= 0 && !this.isStill()) return;
    const set = updated.replicas > 0 ? updated : others.find(({ replicas }) => replicas > 0);
    if (set !== undefined) this.site.cluster.scale(set, set.replicas - 1);
  }

  private updated(): ReplicaSet {
    const { cluster } = this.site;
    const existing = cluster.replicaSets.find(({ template }) => template.hash === this.template.hash);
    return existing ?? cluster.createReplicaSet(this.template, 0, this.spec.minReady);
  }

  private tellWhenComplete(updated: ReplicaSet, others: readonly ReplicaSet[]): void {
    if (!this.isUnderway) return;
    const held = this.template === this.site.templates.old ? 0 : Math.min(this.spec.partition, this.replicas);
    if (sum(others, ({ replicas }) => replicas) > held || updated.status.available < this.replicas - held) return;
    this.isUnderway = false;
    this.completed.emit();
  }
}

function sum<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}
