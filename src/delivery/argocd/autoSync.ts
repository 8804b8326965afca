import type { Micros } from "../../kernel/time.ts";

/** `spec.syncPolicy.automated`. */
export interface AutomatedPolicy {
  readonly enabled: boolean;
  readonly prune: boolean;
  readonly selfHeal: boolean;
  readonly allowEmpty: boolean;
}

export type SyncStatus = "Synced" | "OutOfSync" | "Unknown";
export type OperationPhase = "Running" | "Terminating" | "Succeeded" | "Failed" | "Error";

/** One refresh's view of an Application. */
export interface RefreshedApplication {
  readonly policy: AutomatedPolicy;
  readonly sync: SyncStatus;
  /** What the target revision resolves to now. */
  readonly revision: string;
  readonly resources: readonly { readonly isSynced: boolean; readonly requiresPruning: boolean }[];
  /** The last sync, finished or not; `sameSource`: with the source that is written now. */
  readonly last: { readonly revision: string; readonly phase: OperationPhase; readonly sameSource: boolean } | null;
  readonly operationInProgress: boolean;
  readonly deleting: boolean;
  /** What is left of the wait between two self-heals, µs; see `selfHealRemaining`. */
  readonly selfHealRemaining: Micros;
}

export type AutoSyncDecision =
  | { readonly act: "sync"; readonly resources: "all" | "outOfSync" }
  | { readonly act: "skip"; readonly because: string }
  | { readonly act: "later"; readonly after: Micros }
  /** Shown as a SyncError; nothing is tried again until the revision or the source changes. */
  | { readonly act: "error"; readonly because: string };

/**
 * Whether a refresh starts a sync by itself (Argo CD v3.6 `appcontroller.go:autoSync`). One revision is tried once: a failed one
 * waits for another commit, a successful one is repeated only to heal, and then only where it differs.
 */
export function autoSync(application: RefreshedApplication): AutoSyncDecision {
  const { policy, resources, last, revision } = application;
  const idle = reasonToRest(application);
  if (idle !== null) return { act: "skip", because: idle };
  const isRepeated = last !== null && last.revision === revision && last.sameSource;
  if (isRepeated) {
    if (last.phase !== "Succeeded") return { act: "error", because: "already failed for this revision" };
    if (!policy.selfHeal) return { act: "skip", because: "already synced to this revision" };
    if (application.selfHealRemaining > 0) return { act: "later", after: application.selfHealRemaining };
  }
  const wipesOut = policy.prune && !policy.allowEmpty && resources.every(({ requiresPruning }) => requiresPruning);
  if (wipesOut) return { act: "error", because: "would wipe out all resources" };
  return { act: "sync", resources: isRepeated ? "outOfSync" : "all" };
}

function reasonToRest(application: RefreshedApplication): string | null {
  const { policy, sync, resources } = application;
  if (!policy.enabled) return "automated sync is off";
  if (application.operationInProgress) return "another operation is in progress";
  if (application.deleting) return "deletion in progress";
  if (sync !== "OutOfSync") return "not OutOfSync";
  const isPruningOnly = resources.every(({ isSynced, requiresPruning }) => isSynced || requiresPruning);
  return !policy.prune && isPruningOnly ? "only pruning is left, which is off" : null;
}
