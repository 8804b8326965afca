import { degraded, type Health, healthy, progressing } from "./health.ts";
import { asCondition, conditionsOf, type Json, type LiveCondition, type LiveObject, textAt } from "./liveObject.ts";

/** What a HorizontalPodAutoscaler cannot do without (Argo CD v3.6 `health_hpa.go:isDegraded`). */
const BROKEN: readonly (readonly [type: string, reason: string])[] = [
  ["AbleToScale", "FailedGetScale"],
  ["AbleToScale", "FailedUpdateScale"],
  ["ScalingActive", "FailedGetResourceMetric"],
  ["ScalingActive", "FailedGetObjectMetric"],
  ["ScalingActive", "InvalidSelector"],
];

/** Argo CD v3.6 `health_hpa.go`: the first condition that says something decides. Version 1 keeps them in an annotation. */
export function autoscalerHealth(object: LiveObject): Health {
  const isFirstVersion = textAt(object, "apiVersion") === "autoscaling/v1";
  for (const condition of isFirstVersion ? annotated(object) : conditionsOf(object)) {
    const { type, reason, status, message } = condition;
    if (BROKEN.some(([one, why]) => type === one && reason === why)) return degraded(message);
    if ((type === "AbleToScale" || type === "ScalingLimited") && status === "True") return healthy(message);
  }
  return progressing("Waiting to Autoscale");
}

function annotated(object: LiveObject): readonly LiveCondition[] {
  const written = textAt(object, "metadata", "annotations", "autoscaling.alpha.kubernetes.io/conditions");
  if (written === "") return [];
  const read: Json = JSON.parse(written);
  return Array.isArray(read) ? read.map(asCondition) : [];
}
