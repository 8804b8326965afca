/** Kinds in the order Helm installs them (Helm v4 `kind_sorter.go:InstallOrder`). */
const INSTALL_ORDER: readonly string[] = [
  "PriorityClass",
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
  "MutatingWebhookConfiguration",
  "ValidatingWebhookConfiguration",
];

/** Not the mirror image: a Service goes before what it leads to (`kind_sorter.go:UninstallOrder`). */
const UNINSTALL_ORDER: readonly string[] = [
  "ValidatingWebhookConfiguration",
  "MutatingWebhookConfiguration",
  "APIService",
  "Ingress",
  "IngressClass",
  "Service",
  "CronJob",
  "Job",
  "StatefulSet",
  "HorizontalPodAutoscaler",
  "Deployment",
  "ReplicaSet",
  "ReplicationController",
  "Pod",
  "DaemonSet",
  "RoleBindingList",
  "RoleBinding",
  "RoleList",
  "Role",
  "ClusterRoleBindingList",
  "ClusterRoleBinding",
  "ClusterRoleList",
  "ClusterRole",
  "CustomResourceDefinition",
  "PersistentVolumeClaim",
  "PersistentVolume",
  "StorageClass",
  "ConfigMap",
  "SecretList",
  "Secret",
  "ServiceAccount",
  "PodDisruptionBudget",
  "PodSecurityPolicy",
  "LimitRange",
  "ResourceQuota",
  "NetworkPolicy",
  "Namespace",
  "PriorityClass",
];

const ORDERS = { install: INSTALL_ORDER, uninstall: UNINSTALL_ORDER };

/**
 * Manifests in the order Helm works through them: by kind, equal kinds as they were given, unknown kinds last and by name of the
 * kind (Helm v4 `kind_sorter.go:lessByKind`).
 */
export function byKind<M extends { readonly kind: string }>(
  manifests: readonly M[],
  order: "install" | "uninstall",
): readonly M[] {
  const kinds = ORDERS[order];
  const rank = ({ kind }: M) => {
    const at = kinds.indexOf(kind);
    return at === -1 ? kinds.length : at;
  };
  return manifests.toSorted((a, b) => rank(a) - rank(b) || (rank(a) === kinds.length ? compare(a.kind, b.kind) : 0));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
