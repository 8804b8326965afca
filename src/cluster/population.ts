import type { Node } from "./node.ts";
import { affinityOf, antiAffinityOf, type PodGroups } from "./placement/podGroups.ts";
import type { Pod } from "./pod.ts";
import type { ReplicaSet } from "./types.ts";

/**
 * Where the pods of each ReplicaSet are: on which nodes, in which zones. Pods on their way out do not count where pods are
 * spread; where they attract or repel one another they count until they are gone. Without constraints of its own a pod
 * is spread among those of its ReplicaSet only, since the default selector of a pod is its owner's.
 * Kubernetes v1.36 `podtopologyspread/common.go:countPodsMatchSelector`, `helper/spread.go:DefaultSelector`.
 */
export class Population {
  /** ReplicaSets that have or had pods on nodes, in the order of their first one. */
  groups: PodGroups = [];
  /** Where some pods are matters to others. */
  hasRules = false;
  /** By zone, then by the serial of the ReplicaSet. */
  private readonly zones = new Map<string, number[]>();

  /** A pod was put on its node. */
  placed(pod: Pod): void {
    const { replicaSet } = pod;
    if (this.groups.at(-1) !== replicaSet && !this.groups.includes(replicaSet)) this.meet(replicaSet);
    this.count(pod, 1);
    pod.node?.countPresentOf(replicaSet, 1);
  }

  /** The deletion of a pod began. */
  leaving(pod: Pod): void {
    this.count(pod, -1);
  }

  /** The pod is gone, whether or not its deletion took time. */
  left(pod: Pod): void {
    if (!pod.deleting) this.leaving(pod);
    pod.node?.countPresentOf(pod.replicaSet, -1);
  }

  /** Pods of the ReplicaSet in the node's zone. */
  inZone({ spec }: Node, { serial }: ReplicaSet): number {
    return this.zones.get(spec.zone)?.[serial] ?? 0;
  }

  private meet(replicaSet: ReplicaSet): void {
    this.groups = [...this.groups, replicaSet];
    const { template } = replicaSet;
    const rules = [affinityOf(template), antiAffinityOf(template)];
    const isFree = rules.every(({ required, preferred }) => required.length + preferred.length === 0);
    this.hasRules ||= !isFree || (template.placement?.spread.length ?? 0) > 0;
  }

  private count({ node, replicaSet }: Pod, change: 1 | -1): void {
    if (node === null) return;
    node.countPodOf(replicaSet, change);
    const zone = this.zones.get(node.spec.zone) ?? [];
    zone[replicaSet.serial] = (zone[replicaSet.serial] ?? 0) + change;
    this.zones.set(node.spec.zone, zone);
  }
}
