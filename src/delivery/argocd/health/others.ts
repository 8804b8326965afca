import { degraded, type Health, healthy, progressing, suspended, unknown } from "./health.ts";
import { at, conditionsOf, type LiveObject, listAt, textAt } from "./liveObject.ts";

/** Argo CD v3.6 `health_job.go`. */
export function jobHealth(object: LiveObject): Health {
  const conditions = conditionsOf(object);
  const failed = conditions.findLast(({ type }) => type === "Failed");
  if (failed !== undefined) return degraded(failed.message);
  if (conditions.some(({ type, status }) => type === "Suspended" && status === "True")) return suspended();
  const ended = conditions.findLast(({ type }) => type === "Complete" || type === "Suspended");
  return ended === undefined ? progressing() : healthy(ended.message);
}

/** Argo CD v3.6 `health_service.go`: only a load balancer has to get an address. */
export function serviceHealth(object: LiveObject): Health {
  if (textAt(object, "spec", "type") !== "LoadBalancer") return healthy();
  return hasAddress(object) ? healthy() : progressing();
}

/** Argo CD v3.6 `health_ingress.go`: every Ingress has to get an address, whatever its class. */
export function ingressHealth(object: LiveObject): Health {
  return hasAddress(object) ? healthy() : progressing();
}

function hasAddress(object: LiveObject): boolean {
  return listAt(object, "status", "loadBalancer", "ingress").length > 0;
}

/** Argo CD v3.6 `health_pvc.go`: a claim nobody provisions yet waits for its first consumer, which is fine. */
export function claimHealth(object: LiveObject): Health {
  const phase = textAt(object, "status", "phase");
  if (phase === "Lost") return degraded();
  if (phase === "Bound") return healthy();
  if (phase !== "Pending") return unknown();
  const provisioner = at(object, "metadata", "annotations", "volume.beta.kubernetes.io/storage-provisioner");
  return provisioner === undefined ? healthy("Waiting for consumer") : progressing("Provisioning volume");
}

/** Argo CD v3.6 `health_apiservice.go`. */
export function apiServiceHealth(object: LiveObject): Health {
  const available = conditionsOf(object).find(({ type }) => type === "Available");
  if (available === undefined) return progressing("Waiting to be processed");
  const message = `${available.reason}: ${available.message}`;
  return available.status === "True" ? healthy(message) : progressing(message);
}

/** Argo CD v3.6 `health_customresourcedefinition.go`. */
export function definitionHealth(object: LiveObject): Health {
  const conditions = conditionsOf(object);
  if (conditions.length === 0) return progressing("Status conditions not found");
  const find = (type: string, status: string) =>
    conditions.find((condition) => condition.type === type && condition.status === status);
  const ending = find("Terminating", "True");
  if (ending !== undefined) return progressing(`CRD is being terminated: ${ending.message}`);
  const refused = find("NamesAccepted", "False");
  if (refused !== undefined) return degraded(`CRD names have not been accepted: ${refused.message}`);
  if (find("Established", "True") === undefined) return degraded("CRD is not established");
  const violation = find("NonStructuralSchema", "True");
  return violation === undefined ? healthy() : degraded(`Schema violations found: ${violation.message}`);
}

/** Argo CD v3.6 `health_argo.go`. */
export function workflowHealth(object: LiveObject): Health {
  const phase = textAt(object, "status", "phase");
  const message = textAt(object, "status", "message");
  if (phase === "" || phase === "Pending" || phase === "Running") return progressing(message);
  if (phase === "Succeeded") return healthy(message);
  return phase === "Failed" || phase === "Error" ? degraded(message) : unknown(message);
}
