export type SyncPhase = "PreSync" | "Sync" | "PostSync" | "SyncFail";

/** The phases in their order. */
const PHASES: readonly SyncPhase[] = ["PreSync", "Sync", "PostSync", "SyncFail"];

/** Kinds in the order they are applied; unknown ones last (Argo CD v3.6 `sync_tasks.go:kindOrder`, after Helm's). */
const KINDS: readonly string[] = [
  "Namespace",
  "NetworkPolicy",
  "ResourceQuota",
  "LimitRange",
  "PodSecurityPolicy",
  "PodDisruptionBudget",
  "ServiceAccount",
  "Secret",
  "SecretList",
  "ConfigMap",
  "StorageClass",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "CustomResourceDefinition",
  "ClusterRole",
  "ClusterRoleList",
  "ClusterRoleBinding",
  "ClusterRoleBindingList",
  "Role",
  "RoleList",
  "RoleBinding",
  "RoleBindingList",
  "Service",
  "DaemonSet",
  "Pod",
  "ReplicationController",
  "ReplicaSet",
  "Deployment",
  "HorizontalPodAutoscaler",
  "StatefulSet",
  "Job",
  "CronJob",
  "IngressClass",
  "Ingress",
  "APIService",
];

/** One resource of a sync. */
export interface SyncTask {
  readonly phase: SyncPhase;
  readonly wave: number;
  readonly kind: string;
  readonly group: string;
  readonly name: string;
  /** Empty: none. */
  readonly namespace: string;
  /** Of a CustomResourceDefinition: `group/kind` of what it defines; null: it is none. */
  readonly defines: string | null;
}

/**
 * Tasks in the order of a sync: phase, wave, kind, name. A namespace, and then a CustomResourceDefinition, is pulled in front
 * of the first task that needs it and takes over its phase and wave (Argo CD v3.6 `sync_tasks.go:Sort`).
 */
export function syncOrder<T extends SyncTask>(tasks: readonly T[]): readonly T[] {
  const sorted = tasks.toSorted(
    (a, b) =>
      PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase) ||
      a.wave - b.wave ||
      kindRank(a.kind) - kindRank(b.kind) ||
      compare(a.name, b.name),
  );
  const namespaced = pullDependencies(sorted, {
    provides: ({ kind, group, name }) => (kind === "Namespace" && group === "" ? name : null),
    needs: ({ namespace }) => (namespace === "" ? null : namespace),
  });
  return pullDependencies(namespaced, {
    provides: ({ defines }) => defines,
    needs: ({ group, kind }) => `${group}/${kind}`,
  });
}

function kindRank(kind: string): number {
  const at = KINDS.indexOf(kind);
  return at === -1 ? KINDS.length : at;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

interface Dependency {
  /** What others may need of a task; null: nothing. */
  provides(task: SyncTask): string | null;
  needs(task: SyncTask): string | null;
}

/** `sync_tasks.go:adjustDeps` */
function pullDependencies<T extends SyncTask>(tasks: readonly T[], { provides, needs }: Dependency): readonly T[] {
  const ordered: T[] = [];
  for (const task of tasks) {
    const key = provides(task);
    const at = key === null ? -1 : ordered.findIndex((other) => provides(other) === null && needs(other) === key);
    const dependant = ordered[at];
    if (dependant === undefined) ordered.push(task);
    else ordered.splice(at, 0, { ...task, phase: dependant.phase, wave: dependant.wave });
  }
  return ordered;
}

/**
 * The waves in which resources are deleted: the smallest changes places with the largest, and so on inwards. Waves 1, 2, 3, 4
 * become 4, 3, 2, 1 (Argo CD v3.6 `sync_context.go:getSyncTasks`).
 */
export function pruneWaves(waves: readonly number[]): readonly number[] {
  const unique = [...new Set(waves)].toSorted((a, b) => a - b);
  return waves.map((wave) => unique[unique.length - 1 - unique.indexOf(wave)] ?? wave);
}
