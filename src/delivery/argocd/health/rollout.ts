import { degraded, type Health, type HealthCode, healthy, progressing, suspended } from "./health.ts";
import { at, conditionsOf, type Json, type LiveObject, listAt, numberAt, textAt } from "./liveObject.ts";

const UNOBSERVED = "Waiting for rollout spec update to be observed";

/** A Rollout of Argo Rollouts (Argo CD v3.6 `resource_customizations/argoproj.io/Rollout/health.lua`). */
export function rolloutHealth(object: LiveObject): Health {
  if (!isGenerationObserved(object) || !isWorkloadObserved(object)) return progressing(UNOBSERVED);
  const status = at(object, "status");
  const phase = textAt(status, "phase");
  if (phase !== "") {
    const code = phase === "Paused" ? "Suspended" : (phase as HealthCode);
    return { status: code, message: textAt(status, "message") };
  }
  const broken = conditionsOf(object).find(
    ({ type, reason }) =>
      type === "InvalidSpec" ||
      (type === "Progressing" && (reason === "RolloutAborted" || reason === "ProgressDeadlineExceeded")),
  );
  if (broken !== undefined) return degraded(broken.message);
  if (listAt(status, "pauseConditions").length > 0 || at(object, "spec", "paused") === true) {
    return suspended("Rollout is paused");
  }
  if (at(status, "currentPodHash") === undefined) {
    return progressing("Waiting for rollout to finish: status has not been reconciled.");
  }
  return podsHealth(object) ?? strategyHealth(object) ?? healthy();
}

function podsHealth(object: LiveObject): Health | null {
  const wanted = at(object, "spec", "replicas");
  const updated = numberAt(object, "status", "updatedReplicas");
  if (updated < (typeof wanted === "number" ? wanted : 1)) {
    return progressing("Waiting for roll out to finish: More replicas need to be updated");
  }
  if (numberAt(object, "status", "availableReplicas") >= updated) return null;
  return progressing("Waiting for roll out to finish: updated replicas are still becoming available");
}

function strategyHealth(object: LiveObject): Health | null {
  const status = at(object, "status");
  const current = textAt(status, "currentPodHash");
  const stable = stableHash(status);
  const strategy = at(object, "spec", "strategy");
  if (at(strategy, "blueGreen") !== undefined) {
    if (textAt(status, "blueGreen", "activeSelector") !== current) return progressing("active service cutover pending");
    // Before v0.8 blue/green had no stable hash at all.
    return stable !== "" && stable !== current ? progressing("waiting for analysis to complete") : null;
  }
  if (at(strategy, "canary") === undefined) return null;
  if (numberAt(status, "replicas") > numberAt(status, "updatedReplicas")) {
    return progressing("Waiting for roll out to finish: old replicas are pending termination");
  }
  return stable === current && stable !== "" ? null : progressing("Waiting for rollout to finish steps");
}

function stableHash(status: Json | undefined): string {
  const own = textAt(status, "stableRS");
  return own === "" ? textAt(status, "canary", "stableRS") : own;
}

/** Before v0.10 the observed generation was a hash: it is no number, or one beyond every generation. */
function isGenerationObserved(object: LiveObject): boolean {
  if (at(object, "status") === undefined) return false;
  const observed = wholeNumber(at(object, "status", "observedGeneration"));
  const generation = numberAt(object, "metadata", "generation");
  return observed === null || observed > generation || observed === generation;
}

function isWorkloadObserved(object: LiveObject): boolean {
  const annotations = at(object, "metadata", "annotations");
  if (at(object, "spec", "workloadRef") === undefined || annotations === undefined) return true;
  const generation = wholeNumber(at(annotations, "rollout.argoproj.io/workload-generation"));
  return generation === wholeNumber(at(object, "status", "workloadObservedGeneration"));
}

function wholeNumber(value: Json | undefined): number | null {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\s*\d+(\.\d+)?(e\d+)?\s*$/i.test(value) ? Number(value) : null;
}
