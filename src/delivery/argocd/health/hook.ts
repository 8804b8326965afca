import { at, type LiveObject, listAt, textAt } from "./liveObject.ts";

/** Argo CD's own hooks, and Helm's, which it takes over (Argo CD v3.6 `hook.go:IsHook`). */
export function isHook(object: LiveObject): boolean {
  const annotations = at(object, "metadata", "annotations");
  const written = textAt(annotations, "argocd.argoproj.io/hook");
  if (written !== "") return written !== "Skip";
  return textAt(annotations, "helm.sh/hook") !== "";
}

/** It is about to be deleted, but only once its sync has read its result. */
export function hasHookFinalizer(object: LiveObject): boolean {
  return listAt(object, "metadata", "finalizers").includes("argocd.argoproj.io/hook-finalizer");
}
