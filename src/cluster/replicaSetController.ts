import type { Kernel } from "../kernel/kernel.ts";
import { Reconciler } from "../kernel/reconciler.ts";
import { type Micros, NEVER } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import { findMinNextPodAvailabilityCheck } from "./availability.ts";
import { getPodsToDelete } from "./deletionOrder.ts";
import type { Pod } from "./pod.ts";
import { calculateStatus, countTerminatingPods, isPodActive } from "./replicaSetStatus.ts";
import { slowStartBatch } from "./slowStart.ts";
import { branch } from "./surroundings.ts";
import type { ReplicaSet, ReplicaSetStatus } from "./types.ts";

/** Kubernetes v1.36 `replica_set.go:BurstReplicas`: pods created or deleted in one sync. */
const BURST_REPLICAS = 500;
/** Kubernetes v1.36 `controller_utils.go:SlowStartInitialBatchSize`. */
const SLOW_START_INITIAL_BATCH_SIZE = 1;

/** What the controller of one ReplicaSet may do. */
export interface ReplicaSetParts {
  readonly kernel: Kernel<EventKind>;
  readonly watchLatency: Micros;
  createPod(replicaSet: ReplicaSet): void;
  deletePod(pod: Pod): void;
  /** Pods of the ReplicaSet that are not gone. */
  pods(replicaSet: ReplicaSet): readonly Pod[];
  /** Active pods of all ReplicaSets of the workload. */
  relatedPods(): readonly Pod[];
  statusChanged(replicaSet: ReplicaSet): void;
}

/**
 * Keeps as many active pods as the ReplicaSet asks for. A terminating pod is not active: its replacement is created when
 * its deletion starts, not when it is gone. Kubernetes v1.36 `replica_set.go:syncReplicaSet`.
 */
export class ReplicaSetController {
  readonly replicaSet: ReplicaSet;
  private readonly parts: ReplicaSetParts;
  private readonly reconciler: Reconciler;
  /** Until then the controller has not seen all pods it created or deleted, and creates and deletes no others. */
  private expectationsMetAt: Micros = -NEVER;

  constructor(replicaSet: ReplicaSet, parts: ReplicaSetParts) {
    this.replicaSet = replicaSet;
    this.parts = parts;
    this.reconciler = new Reconciler(parts.kernel, () => this.sync(), parts.watchLatency);
  }

  /** Something about the ReplicaSet or one of its pods changed. */
  wake(): void {
    this.reconciler.wake();
  }

  /** Writes the status as it is, without a hop: for what exists since before the run. */
  settle(): void {
    this.write(this.count(this.parts.pods(this.replicaSet)));
  }

  private sync(): void {
    const { kernel, pods, watchLatency } = this.parts;
    const seen = pods(this.replicaSet);
    // Counted before anything is done: the status tells of this sync's own changes when the next one has seen them.
    const counted = this.count(seen);
    if (kernel.now < this.expectationsMetAt) this.reconciler.wakeAt(this.expectationsMetAt);
    else if (this.manageReplicas(seen.filter(isPodActive)) === "changed") {
      this.expectationsMetAt = kernel.now + watchLatency;
      this.wake();
    }
    this.write(counted);
  }

  /** Kubernetes v1.36 `replica_set.go:manageReplicas`. */
  private manageReplicas(active: readonly Pod[]): "changed" | "unchanged" {
    const { kernel, createPod, deletePod, relatedPods } = this.parts;
    const diff = active.length - this.replicaSet.replicas;
    if (diff === 0) return "unchanged";
    if (diff < 0) {
      slowStartBatch(Math.min(-diff, BURST_REPLICAS), SLOW_START_INITIAL_BATCH_SIZE, () => {
        branch(kernel, () => createPod(this.replicaSet));
        return "ok";
      });
      return "changed";
    }
    // The API server lists pods in no particular order; by UID, the order is as good as random and yet the same in every run.
    const listed = [...active].sort((a, b) => (a.uid < b.uid ? -1 : 1));
    const count = Math.min(diff, BURST_REPLICAS);
    for (const pod of getPodsToDelete(listed, relatedPods(), { count, now: kernel.now }))
      branch(kernel, () => deletePod(pod));
    return "changed";
  }

  private count(seen: readonly Pod[]): ReplicaSetStatus {
    const { now } = this.parts.kernel;
    const { minReady } = this.replicaSet;
    const active = seen.filter(isPodActive);
    const check = findMinNextPodAvailabilityCheck(active, minReady, { evaluatedAt: now, now });
    if (check !== null) this.reconciler.wakeAt(now + check);
    const { replicas, ready, available } = calculateStatus(active, { minReady }, now);
    return { replicas, ready, available, terminating: countTerminatingPods(seen) };
  }

  private write(counted: ReplicaSetStatus): void {
    const { status } = this.replicaSet;
    if (sameStatus(status, counted)) return;
    Object.assign(status, counted);
    this.parts.statusChanged(this.replicaSet);
  }
}

function sameStatus(a: ReplicaSetStatus, b: ReplicaSetStatus): boolean {
  return (
    a.replicas === b.replicas && a.ready === b.ready && a.available === b.available && a.terminating === b.terminating
  );
}
