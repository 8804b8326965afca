import type { ManifestDocument, Path } from "./fields.ts";

const WAVE: Path = ["metadata", "annotations", "argocd.argoproj.io/sync-wave"];
const HOOK: Path = ["metadata", "annotations", "argocd.argoproj.io/hook"];

const WORKLOADS = ["Deployment", "Rollout", "StatefulSet"];
const PHASES = ["PreSync", "Sync", "PostSync", "SyncFail"];

/** The wave of an object; 0 where none is written (`sync/syncwaves/waves.go`). */
function numberOf(document: ManifestDocument): number {
  const written = document.text(WAVE);
  if (!/^-?\d{1,3}$/.test(written)) return 0;
  document.used(WAVE, `wave ${written}`);
  return Number(written);
}

/** The wave of the workload. */
export function waveOf(documents: readonly ManifestDocument[]): number {
  const workload =
    documents.find(({ kind }) => kind === "Rollout") ?? documents.find(({ kind }) => WORKLOADS.includes(kind));
  return workload === undefined ? 0 : numberOf(workload);
}

/** Hooks, and other objects that stand in a wave of their own, as `delivery.argocd.resources` of scenario files. */
export function readHooks(documents: readonly ManifestDocument[]): readonly unknown[] {
  return documents.flatMap((document) => {
    const hook = document.text(HOOK);
    const isWorkload = WORKLOADS.includes(document.kind);
    // Of several phases in one annotation the first one is played.
    const phase = hook
      .split(",")
      .map((one) => one.trim())
      .find((one) => PHASES.includes(one));
    if (phase === undefined && (isWorkload || document.at(WAVE) === undefined || document.kind === "")) return [];
    const wave = numberOf(document);
    if (phase !== undefined) document.used(HOOK, `runs in the phase ${phase}`);
    const isHook = phase !== undefined;
    if (isHook) document.assumed(["spec"], "a hook ends after 10s");
    const name = (document.name || document.kind.toLowerCase()).slice(0, 100);
    return [{ name, kind: document.kind, phase: phase ?? "Sync", wave, hook: isHook, takes: isHook ? "10s" : "0s" }];
  });
}
