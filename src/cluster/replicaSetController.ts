import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { Reconciler } from "../kernel/reconciler.ts";
import { type Micros, NEVER } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import type { ClientLimiter } from "./clientLimiter.ts";
import { getPodsToDelete } from "./deletionOrder.ts";
import type { Pod } from "./pod.ts";
import type { ReplicaSetTally } from "./replicaSetTally.ts";
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
  /** Shared by all ReplicaSets; null: calls are not limited. */
  readonly limiter: ClientLimiter | null;
  createPod(replicaSet: ReplicaSet): void;
  deletePod(pod: Pod): void;
  statusChanged(replicaSet: ReplicaSet): void;
}

/**
 * Keeps as many active pods as the ReplicaSet asks for. A terminating pod is not active: its replacement is created when
 * its deletion starts, not when it is gone. Kubernetes v1.36 `replica_set.go:syncReplicaSet`.
 *
 * A sync lasts until its last call to the API is made. While the client's limit holds calls back, the ReplicaSet is not
 * looked at again and its status stays as it was.
 */
export class ReplicaSetController {
  readonly replicaSet: ReplicaSet;
  private readonly parts: ReplicaSetParts;
  private readonly tally: ReplicaSetTally;
  private readonly reconciler: Reconciler;
  /** The sync in progress makes its last call then. */
  private busyUntil: Micros = -NEVER;
  /** Until then the controller has not seen all pods it created or deleted, and creates and deletes no others. */
  private expectationsMetAt: Micros = -NEVER;

  constructor(replicaSet: ReplicaSet, tally: ReplicaSetTally, parts: ReplicaSetParts) {
    this.replicaSet = replicaSet;
    this.tally = tally;
    this.parts = parts;
    this.reconciler = new Reconciler(parts.kernel, () => this.sync(), parts.watchLatency);
  }

  /** Something about the ReplicaSet or one of its pods changed. */
  wake(): void {
    this.reconciler.wake();
  }

  /** Writes the status as it is, without a hop: for what exists since before the run. */
  settle(): void {
    this.write(this.count());
  }

  private sync(): void {
    const { kernel, watchLatency } = this.parts;
    if (kernel.now < this.busyUntil) {
      this.reconciler.wakeAt(this.busyUntil);
      return;
    }
    // Counted before anything is done: the status tells of this sync's own changes when the next one has seen them.
    const counted = this.count();
    let doneAt = kernel.now;
    if (kernel.now < this.expectationsMetAt) this.reconciler.wakeAt(this.expectationsMetAt);
    else {
      const lastCall = this.manageReplicas(counted.replicas);
      if (lastCall !== null) {
        doneAt = lastCall;
        this.expectationsMetAt = lastCall + watchLatency;
        this.reconciler.wakeAt(this.expectationsMetAt);
      }
    }
    if (doneAt > kernel.now) this.writeAt(doneAt, counted);
    else this.write(counted);
  }

  /** Kubernetes v1.36 `replica_set.go:manageReplicas`. Answers when its last call is made, µs; null: there is none. */
  private manageReplicas(active: number): Micros | null {
    const diff = active - this.replicaSet.replicas;
    if (diff === 0) return null;
    return diff < 0
      ? this.createPods(Math.min(-diff, BURST_REPLICAS))
      : this.deletePods(Math.min(diff, BURST_REPLICAS));
  }

  private createPods(count: number): Micros {
    let lastCall = this.parts.kernel.now;
    slowStartBatch(count, SLOW_START_INITIAL_BATCH_SIZE, () => {
      lastCall = this.call(() => this.parts.createPod(this.replicaSet));
      return "ok";
    });
    return lastCall;
  }

  private deletePods(count: number): Micros {
    const { kernel, deletePod } = this.parts;
    let lastCall = kernel.now;
    const rankOf = ({ node }: Pod) => node?.podsOfWorkload ?? 0;
    const active = this.tally.active();
    if (count >= active.length) active.sort((a, b) => (a.uid < b.uid ? -1 : 1));
    for (const pod of getPodsToDelete(active, { count, now: kernel.now, rankOf }))
      lastCall = this.call(() => deletePod(pod));
    return lastCall;
  }

  /** Makes a call to the API as soon as the client may. Answers when that is. */
  private call(body: () => void): Micros {
    const { kernel, limiter } = this.parts;
    const at = limiter?.take(kernel.now) ?? kernel.now;
    if (at > kernel.now) kernel.schedule(at, EVENT_CLASS.control, () => kernel.controlPlane.pass(body));
    else branch(kernel, body);
    return at;
  }

  private count(): ReplicaSetStatus {
    const { now } = this.parts.kernel;
    const { status, nextCheck } = this.tally.count(this.replicaSet.minReady, now);
    if (nextCheck !== null) this.reconciler.wakeAt(now + nextCheck);
    return status;
  }

  private writeAt(at: Micros, counted: ReplicaSetStatus): void {
    this.busyUntil = at;
    this.parts.kernel.schedule(at, EVENT_CLASS.control, () => this.write(counted));
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
