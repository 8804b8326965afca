import { degraded, type Health, healthy, progressing, unknown } from "./health.ts";
import { isHook } from "./hook.ts";
import { at, conditionsOf, type Json, type LiveObject, listAt, numberAt, textAt } from "./liveObject.ts";

/**
 * Argo CD v3.6 `health_pod.go`. A pod that is meant to end counts as Progressing while it runs, since it is usually a hook; one that
 * carries `ignore-restart-policy` and is none is judged like any other.
 */
export function podHealth(object: LiveObject): Health {
  const message = textAt(object, "status", "message");
  const goesOn = textAt(object, "spec", "restartPolicy") === "Always" || isJudgedAsServing(object);
  const containers = listAt(object, "status", "containerStatuses");
  const stuck = containers.filter((container) => /^Err|Error$|BackOff$/.test(waitingReason(container)));
  if (goesOn && stuck.length > 0) {
    return degraded(stuck.map((container) => textAt(container, "state", "waiting", "message")).join(", "));
  }
  const phase = textAt(object, "status", "phase");
  if (phase === "Pending") return progressing(message);
  if (phase === "Succeeded") return healthy(message);
  if (phase === "Failed") return degraded(message === "" ? failMessage(object) : message);
  if (phase !== "Running") return unknown(message);
  if (!goesOn) return progressing(message);
  if (conditionsOf(object).some(({ type, status }) => type === "Ready" && status === "True")) return healthy(message);
  const hasEnded = containers.some((container) => isObject(at(container, "lastState", "terminated")));
  return hasEnded ? degraded(message) : progressing(message);
}

function isJudgedAsServing(object: LiveObject): boolean {
  const annotations = at(object, "metadata", "annotations");
  return textAt(annotations, "argocd.argoproj.io/ignore-restart-policy") === "true" && !isHook(object);
}

function waitingReason(container: Json): string {
  return textAt(container, "state", "waiting", "reason");
}

function isObject(value: Json | undefined): boolean {
  return value !== undefined && value !== null;
}

function failMessage(object: LiveObject): string {
  const statuses = [
    ...listAt(object, "status", "initContainerStatuses"),
    ...listAt(object, "status", "containerStatuses"),
  ];
  for (const container of statuses) {
    const ended = at(container, "state", "terminated");
    const told = textAt(ended, "message");
    if (told !== "") return told;
    if (textAt(ended, "reason") === "OOMKilled") return "OOMKilled";
    const exitCode = numberAt(ended, "exitCode");
    if (exitCode !== 0) return `container "${textAt(container, "name")}" failed with exit code ${exitCode}`;
  }
  return "";
}
