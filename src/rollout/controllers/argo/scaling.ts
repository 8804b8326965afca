import type { ReplicaSet } from "../../../cluster/types.ts";
import { type Micros, SECOND } from "../../../kernel/time.ts";
import { timestamp } from "./clock.ts";
import type { Sync } from "./sync.ts";

/** `DefaultScaleDownDelaySeconds`, `DefaultAbortScaleDownDelaySeconds` */
const DEFAULT_SCALE_DOWN_DELAY: Micros = 30 * SECOND;

/** Writes the size of a ReplicaSet and for which total it is meant. True when the size changed. */
export function scaleTo(sync: Sync, set: ReplicaSet, replicas: number): boolean {
  const changes = set.replicas !== replicas;
  set.desiredReplicasAnnotation = sync.object.replicas;
  if (changes && replicas === 0 && !delaysScaleDownOnAbort(sync)) sync.setDeadline(set, null);
  if (changes) sync.object.cluster.scale(set, replicas);
  return changes;
}

/**
 * An aborted update keeps its new pods for a while, except a basic canary, one whose stable side is scaled dynamically
 * without an explicit delay, and one whose delay is 0 (`rollout/replicaset.go:shouldDelayScaleDownOnAbort`).
 */
function delaysScaleDownOnAbort(sync: Sync): boolean {
  const { canary, blueGreen } = sync;
  if (!sync.isAborted || sync.revisions.stable === null) return false;
  const explicit = (canary ?? blueGreen)?.abortScaleDownDelay ?? null;
  if (explicit === 0) return false;
  if (canary === null) return true;
  return canary.trafficRouting !== null && (!canary.dynamicStableScale || explicit !== null);
}

/** ReplicaSets in use again lose the deadline they got when they were left (`removeScaleDownDeadlines`). */
export function removeDeadlines(sync: Sync): void {
  const { current, stable } = sync.revisions;
  if (!delaysScaleDownOnAbort(sync)) sync.setDeadline(current, null);
  if (stable !== null && stable !== current) sync.setDeadline(stable, null);
}

/**
 * Sizes the current ReplicaSet, or lets it wait for its end after an abort: the deadline is set once stable is whole
 * again, and the pods go when it has passed (`reconcileNewReplicaSet`). True when it was scaled.
 */
export function scaleCurrent(sync: Sync, wanted: number): boolean {
  const { current, stable } = sync.revisions;
  if (!delaysScaleDownOnAbort(sync)) return scaleTo(sync, current, wanted);
  const delay = (sync.canary ?? sync.blueGreen)?.abortScaleDownDelay ?? DEFAULT_SCALE_DOWN_DELAY;
  if (current.scaleDownDeadline === null) {
    if (stable?.status.available === sync.object.replicas) sync.setDeadline(current, timestamp(sync.now) + delay);
    return false;
  }
  return timeLeft(current, sync.now) === null ? scaleTo(sync, current, 0) : false;
}

/** Until the deadline of a ReplicaSet, µs; null: it has passed or there is none (`GetTimeRemainingBeforeScaleDownDeadline`). */
export function timeLeft({ scaleDownDeadline }: Pick<ReplicaSet, "scaleDownDeadline">, now: Micros): Micros | null {
  return scaleDownDeadline !== null && scaleDownDeadline > now ? scaleDownDeadline - now : null;
}

/** How many ReplicaSets with a deadline were met so far, newest first. */
export interface DeadlineWalk {
  withDeadline: number;
}

/**
 * The size of an old ReplicaSet that is kept for a fast way back (`scaleDownDelayHelper`). A delay of 0 sets no
 * deadline, and the pods stay: that is how it is.
 */
export function sizeUntilDeadline(sync: Sync, set: ReplicaSet, walk: DeadlineWalk): number {
  const strategy = sync.canary ?? sync.blueGreen;
  const limit = strategy?.scaleDownDelayRevisionLimit ?? Number.POSITIVE_INFINITY;
  if (set.scaleDownDeadline === null) {
    if (set.replicas === 0 || walk.withDeadline >= limit) return 0;
    walk.withDeadline++;
    const delay = strategy?.scaleDownDelay ?? DEFAULT_SCALE_DOWN_DELAY;
    if (delay > 0) sync.setDeadline(set, timestamp(sync.now) + delay);
    return set.replicas;
  }
  walk.withDeadline++;
  if (walk.withDeadline > limit || timeLeft(set, sync.now) === null) return 0;
  return sync.canary === null ? sync.object.replicas : set.replicas;
}

/** Some Service, or the router, still points at these pods (`isReplicaSetReferenced`). */
export function isReferenced(sync: Sync, set: ReplicaSet): boolean {
  const { hash } = set.template;
  const { before, object } = sync;
  const inStatus = [before.stableHash, before.currentHash, before.activeHash, before.previewHash];
  const inRouter = [before.weights?.canaryHash, before.weights?.stableHash];
  const services = [object.services.main, object.services.second];
  return (
    [...inStatus, ...inRouter].includes(hash) || services.some((service) => service?.selector?.includes(hash) ?? false)
  );
}
