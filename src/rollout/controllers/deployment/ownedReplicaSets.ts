import type { ClusterApi, PodTemplate, ReplicaSet } from "../../../cluster/types.ts";
import { maxSurge } from "./fenceposts.ts";
import { expiredReplicaSets } from "./history.ts";
import { oldPodsRunning } from "./recreate.ts";
import { findNewReplicaSet, findOldReplicaSets, maxRevision } from "./replicaSets.ts";
import { newRSNewReplicas } from "./rolling.ts";
import type { DeploymentSpec, Scaling } from "./spec.ts";

/** The ReplicaSets of a Deployment as one sync finds them. */
export interface Known {
  /** Of the present template; null: there is none yet. */
  readonly newRS: ReplicaSet | null;
  readonly oldRSs: readonly ReplicaSet[];
}

/** What a Deployment writes to its ReplicaSets: sizes, revisions and the notes for proportional scaling. */
export class OwnedReplicaSets {
  private readonly cluster: ClusterApi;
  private readonly owner: NonNullable<ReplicaSet["owner"]>;

  constructor(cluster: ClusterApi, owner: NonNullable<ReplicaSet["owner"]>) {
    this.cluster = cluster;
    this.owner = owner;
  }

  get all(): readonly ReplicaSet[] {
    return this.cluster.replicaSets;
  }

  /** What exists before the Deployment does was rolled out by it, long ago. */
  adopt(spec: DeploymentSpec): void {
    this.all.forEach((replicaSet, index) => {
      replicaSet.revision = index + 1;
      replicaSet.owner = this.owner;
      annotate(replicaSet, spec);
    });
  }

  /** A ReplicaSet that is used again gets a new revision. Kubernetes v1.36 `sync.go:getNewReplicaSet`. */
  find(template: PodTemplate): Known {
    const newRS = findNewReplicaSet(this.all, (replicaSet) => replicaSet.template.hash === template.hash);
    const oldRSs = findOldReplicaSets(this.all, newRS).all;
    if (newRS !== null) newRS.revision = Math.max(newRS.revision, maxRevision(oldRSs) + 1);
    return { newRS, oldRSs };
  }

  /** The missing ReplicaSet of the template, as large as it may be from the start. */
  create(template: PodTemplate, spec: DeploymentSpec): ReplicaSet {
    const revision = maxRevision(this.all) + 1;
    const created = this.cluster.createReplicaSet(
      template,
      newRSNewReplicas(spec, this.all, { replicas: 0 }),
      spec.minReady,
    );
    created.revision = revision;
    created.owner = this.owner;
    annotate(created, spec);
    return created;
  }

  /** Kubernetes v1.36 `sync.go:scaleReplicaSet`. */
  resize(scalings: readonly Scaling<ReplicaSet>[], spec: DeploymentSpec): void {
    for (const { replicaSet, to } of scalings) {
      annotate(replicaSet, spec);
      this.cluster.scale(replicaSet, to);
    }
  }

  /** Deletes what the history no longer keeps. */
  cleanUp(oldRSs: readonly ReplicaSet[], spec: DeploymentSpec): void {
    for (const replicaSet of expiredReplicaSets(oldRSs, spec.revisionHistoryLimit))
      this.cluster.deleteReplicaSet(replicaSet);
  }

  oldPodsRunning(oldRSs: readonly ReplicaSet[]): boolean {
    const left = oldRSs.reduce((sum, replicaSet) => sum + this.cluster.podsNotGone(replicaSet), 0);
    return oldPodsRunning({ oldRSs, phases: Array.from({ length: left }, () => "Running" as const) });
  }
}

/** `desired-replicas` and `max-replicas`: by them a later scale event finds out what the sizes were meant for. */
function annotate(replicaSet: ReplicaSet, spec: DeploymentSpec): void {
  replicaSet.desiredReplicasAnnotation = spec.replicas;
  replicaSet.maxReplicasAnnotation = spec.replicas + maxSurge(spec);
}
