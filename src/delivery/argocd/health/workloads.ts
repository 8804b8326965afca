import { degraded, type Health, healthy, progressing, suspended } from "./health.ts";
import { at, conditionsOf, type LiveObject, numberAt, textAt } from "./liveObject.ts";

/** Argo CD v3.6 `health_deployment.go`. A rollout that gets nowhere is only Progressing until its progress deadline. */
export function deploymentHealth(object: LiveObject): Health {
  if (at(object, "spec", "paused") === true) return suspended("Deployment is paused");
  if (!isObserved(object)) return progressing("Waiting for rollout to finish: the spec has not been observed yet");
  const condition = conditionsOf(object).find(({ type }) => type === "Progressing");
  if (condition?.reason === "ProgressDeadlineExceeded") return degraded("The progress deadline was exceeded");
  const updated = numberAt(object, "status", "updatedReplicas");
  const available = numberAt(object, "status", "availableReplicas");
  const wanted = at(object, "spec", "replicas");
  if (typeof wanted === "number" && updated < wanted) return progressing(`${updated} of ${wanted} pods are updated`);
  const old = numberAt(object, "status", "replicas") - updated;
  if (old > 0) return progressing(`${old} old pods are pending termination`);
  return available < updated ? progressing(`${available} of ${updated} updated pods are available`) : healthy();
}

/** Argo CD v3.6 `health_replicaset.go`. */
export function replicaSetHealth(object: LiveObject): Health {
  if (!isObserved(object)) return progressing("The spec has not been observed yet");
  const failure = conditionsOf(object).find(({ type }) => type === "ReplicaFailure");
  if (failure?.status === "True") return degraded(failure.message);
  const wanted = at(object, "spec", "replicas");
  const available = numberAt(object, "status", "availableReplicas");
  const isShort = typeof wanted === "number" && available < wanted;
  return isShort ? progressing(`${available} of ${wanted} pods are available`) : healthy();
}

/** Argo CD v3.6 `health_statefulset.go`. */
export function statefulSetHealth(object: LiveObject): Health {
  const status = at(object, "status");
  if (numberAt(status, "observedGeneration") === 0 || !isObserved(object)) {
    return progressing("The spec has not been observed yet");
  }
  const wanted = at(object, "spec", "replicas");
  const ready = numberAt(status, "readyReplicas");
  if (typeof wanted === "number" && ready < wanted)
    return progressing(`Waiting for ${wanted - ready} pods to be ready`);
  const strategy = at(object, "spec", "updateStrategy");
  const rolling = at(strategy, "rollingUpdate");
  const updated = numberAt(status, "updatedReplicas");
  if (textAt(strategy, "type") === "RollingUpdate" && rolling !== undefined && rolling !== null) {
    const partition = at(rolling, "partition");
    const isShort = typeof wanted === "number" && typeof partition === "number" && updated < wanted - partition;
    return isShort ? progressing(`${updated} of ${wanted - partition} pods are updated`) : healthy();
  }
  if (textAt(strategy, "type") === "OnDelete") return healthy(`${ready} pods are ready`);
  const isOver = textAt(status, "updateRevision") === textAt(status, "currentRevision");
  return isOver ? healthy() : progressing(`${updated} pods are at revision ${textAt(status, "updateRevision")}`);
}

/** Argo CD v3.6 `health_daemonset.go`. */
export function daemonSetHealth(object: LiveObject): Health {
  if (!isObserved(object)) return progressing("The spec has not been observed yet");
  const status = at(object, "status");
  const desired = numberAt(status, "desiredNumberScheduled");
  const updated = numberAt(status, "updatedNumberScheduled");
  const available = numberAt(status, "numberAvailable");
  if (textAt(object, "spec", "updateStrategy", "type") === "OnDelete")
    return healthy(`${updated} of ${desired} updated`);
  if (updated < desired) return progressing(`${updated} of ${desired} pods are updated`);
  return available < desired ? progressing(`${available} of ${desired} updated pods are available`) : healthy();
}

function isObserved(object: LiveObject): boolean {
  return numberAt(object, "metadata", "generation") <= numberAt(object, "status", "observedGeneration");
}
