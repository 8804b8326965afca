import { autoscalerHealth } from "./autoscaler.ts";
import { canaryHealth } from "./canary.ts";
import { type Health, progressing } from "./health.ts";
import { hasHookFinalizer } from "./hook.ts";
import { at, type LiveObject, textAt } from "./liveObject.ts";
import {
  apiServiceHealth,
  claimHealth,
  definitionHealth,
  ingressHealth,
  jobHealth,
  serviceHealth,
  workflowHealth,
} from "./others.ts";
import { podHealth } from "./pod.ts";
import { rolloutHealth } from "./rollout.ts";
import { daemonSetHealth, deploymentHealth, replicaSetHealth, statefulSetHealth } from "./workloads.ts";

/** Every kind that has a health, by `group/kind`. */
const CHECKS = new Map<string, (object: LiveObject) => Health>([
  ["apps/Deployment", deploymentHealth],
  ["apps/ReplicaSet", replicaSetHealth],
  ["apps/StatefulSet", statefulSetHealth],
  ["apps/DaemonSet", daemonSetHealth],
  ["/Pod", podHealth],
  ["/Service", serviceHealth],
  ["/PersistentVolumeClaim", claimHealth],
  ["batch/Job", jobHealth],
  ["networking.k8s.io/Ingress", ingressHealth],
  ["extensions/Ingress", ingressHealth],
  ["autoscaling/HorizontalPodAutoscaler", autoscalerHealth],
  ["apiregistration.k8s.io/APIService", apiServiceHealth],
  ["apiextensions.k8s.io/CustomResourceDefinition", definitionHealth],
  ["argoproj.io/Rollout", rolloutHealth],
  ["argoproj.io/Workflow", workflowHealth],
  ["flagger.app/Canary", canaryHealth],
]);

/** The health of a live object (Argo CD v3.6 `health.go:GetResourceHealth`); null: its kind has none, and a sync does not wait for it. */
export function objectHealth(object: LiveObject): Health | null {
  const deleted = at(object, "metadata", "deletionTimestamp");
  if (typeof deleted === "string" && !hasHookFinalizer(object)) return progressing("Pending deletion");
  const [group = "", version] = textAt(object, "apiVersion").split("/");
  const check = CHECKS.get(`${version === undefined ? "" : group}/${textAt(object, "kind")}`);
  return check === undefined ? null : check(object);
}
