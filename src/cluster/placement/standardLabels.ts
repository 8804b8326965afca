import type { NodeSpec } from "../types.ts";
import { NO_LABELS, valueIn } from "./labels.ts";

export const HOSTNAME = "kubernetes.io/hostname";
const ZONE = "topology.kubernetes.io/zone";

/** A node's label: one of its own, or one that every node has; undefined: it lacks the label. */
export function labelOf(spec: NodeSpec, key: string): string | undefined {
  return valueIn(spec.labels ?? NO_LABELS, key) ?? standardLabel(spec, key);
}

/**
 * A label that every node of a cloud has, by the kubelet or the cloud's controller.
 * Kubernetes v1.36 `kubelet_node_status.go:initialNode`, `cloud-provider/controllers/node`.
 */
function standardLabel({ name, zone }: NodeSpec, key: string): string | undefined {
  switch (key) {
    case HOSTNAME:
      return name;
    case ZONE:
    case "failure-domain.beta.kubernetes.io/zone":
      return zone;
    case "topology.kubernetes.io/region":
    case "failure-domain.beta.kubernetes.io/region":
      return "region-1";
    case "kubernetes.io/os":
    case "beta.kubernetes.io/os":
      return "linux";
    case "kubernetes.io/arch":
    case "beta.kubernetes.io/arch":
      return "amd64";
    default:
      return undefined;
  }
}
