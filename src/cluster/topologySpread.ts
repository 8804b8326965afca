import type { Node } from "./node.ts";
import type { Pod } from "./pod.ts";
import type { ReplicaSet } from "./types.ts";

/**
 * How the pods of each ReplicaSet are spread over nodes and zones. Pods on their way out do not count; neither do those
 * of other ReplicaSets, since the default selector of a pod is its owner's.
 * Kubernetes v1.36 `podtopologyspread/common.go:countPodsMatchSelector`, `helper/spread.go:DefaultSelector`.
 */
export class TopologySpread {
  /** By zone, then by the serial of the ReplicaSet. */
  private readonly zones = new Map<string, number[]>();

  /** A pod was put on its node. */
  placed(pod: Pod): void {
    this.count(pod, 1);
  }

  /** The deletion of a pod began. */
  leaving(pod: Pod): void {
    this.count(pod, -1);
  }

  /** Pods of the ReplicaSet in the node's zone. */
  inZone({ spec }: Node, { serial }: ReplicaSet): number {
    return this.zones.get(spec.zone)?.[serial] ?? 0;
  }

  private count({ node, replicaSet }: Pod, change: 1 | -1): void {
    if (node === null) return;
    node.countPodOf(replicaSet, change);
    const zone = this.zones.get(node.spec.zone) ?? [];
    zone[replicaSet.serial] = (zone[replicaSet.serial] ?? 0) + change;
    this.zones.set(node.spec.zone, zone);
  }
}
