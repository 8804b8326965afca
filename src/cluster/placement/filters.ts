import { MAX_PODS_PER_NODE, type Node } from "../node.ts";
import { DEFAULT_TOLERATIONS, isTolerated, isUntolerated, type Toleration, UNSCHEDULABLE } from "../taints.ts";
import type { PodTemplate } from "../types.ts";
import { AffinityFilter } from "./affinityFilter.ts";
import { acceptsNode } from "./nodeAffinity.ts";
import type { PodGroups } from "./podGroups.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { SpreadFilter } from "./spreadFilter.ts";

const CORDONED = refusal("node(s) were unschedulable", "for good");
const TAINTED = refusal("node(s) had untolerated taint(s)", "for good");
const OTHER_NODE = refusal("node(s) didn't match Pod's node affinity/selector", "for good");

/** What tolerations a pod has, those that admission adds included. */
export function tolerationsOf({ placement }: PodTemplate): readonly Toleration[] {
  return placement?.tolerations ?? DEFAULT_TOLERATIONS;
}

/**
 * The filters of one scheduling cycle, in the order of the default plugins; a node is refused by the first that does.
 * Counts of pods are taken when it is made: it holds until a pod comes or goes.
 * Kubernetes v1.36 `apis/config/v1/default_plugins.go`, `runtime/framework.go:RunFilterPlugins`.
 */
export class Filters {
  private readonly template: PodTemplate;
  private readonly tolerations: readonly Toleration[];
  private readonly spread: SpreadFilter;
  private readonly affinity: AffinityFilter;

  /**
   * @param nodes all nodes of the cluster
   * @param groups ReplicaSets with pods on them
   */
  constructor(template: PodTemplate, nodes: readonly Node[], groups: PodGroups) {
    this.template = template;
    this.tolerations = tolerationsOf(template);
    this.spread = new SpreadFilter(template, nodes, groups);
    this.affinity = new AffinityFilter(template, nodes, groups);
  }

  /** Null: the node takes the pod. */
  refusalOf(node: Node): Refusal | null {
    return this.refusalByNode(node) ?? shortage(this.template, node) ?? this.refusalByOthers(node);
  }

  /** The same as if there were room, for whoever can make room. */
  refusalBesidesRoom(node: Node): Refusal | null {
    return this.refusalByNode(node) ?? this.refusalByOthers(node);
  }

  private refusalByNode(node: Node): Refusal | null {
    if (node.cordoned && !isTolerated(UNSCHEDULABLE, this.tolerations)) return CORDONED;
    if (isUntolerated(node.taints, this.tolerations)) return TAINTED;
    const { placement } = this.template;
    return placement !== undefined && !acceptsNode(placement, node) ? OTHER_NODE : null;
  }

  private refusalByOthers(node: Node): Refusal | null {
    return this.spread.refuses(node) ?? this.affinity.refuses(node);
  }
}

/**
 * What the node has too little of. More than a whole node has comes free by nobody's leaving.
 * Kubernetes v1.36 `noderesources/fit.go:fitsRequest`.
 */
function shortage(pod: PodTemplate, node: Node): Refusal | null {
  const { cpuMilli, memoryBytes, pods, spec } = node;
  const reasons = [
    ...(pods >= MAX_PODS_PER_NODE ? ["Too many pods"] : []),
    ...(pod.cpuMilli > 0 && cpuMilli + pod.cpuMilli > spec.cpuMilli ? ["Insufficient cpu"] : []),
    ...(pod.memoryBytes > 0 && memoryBytes + pod.memoryBytes > spec.memoryBytes ? ["Insufficient memory"] : []),
  ];
  if (reasons.length === 0) return null;
  const isTooLarge = pod.cpuMilli > spec.cpuMilli || pod.memoryBytes > spec.memoryBytes;
  return { reasons, holds: isTooLarge ? "for good" : "while others stay" };
}
