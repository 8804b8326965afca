import type { Fleet } from "./fleet.ts";
import type { Node } from "./node.ts";
import { crowding, imageLocalityScore, spreadScore, spreadWeights } from "./nodeScores.ts";
import type { Pod } from "./pod.ts";
import type { TopologySpread } from "./topologySpread.ts";

/** Kubernetes v1.36 `schedule_one.go:minFeasibleNodesToFind`, `minFeasibleNodesPercentageToFind`. */
const FEWEST_NODES = 100;
const LEAST_PERCENT = 5;

/** Weights of the score plugins (Kubernetes v1.36 `default_plugins.go`); the resource plugins have 1. */
const SPREAD_WEIGHT = 2;

/**
 * How many nodes a pod may run on are enough to choose among: all of up to 99 nodes, 230 of 500, 500 of 5,000.
 * Kubernetes v1.36 `schedule_one.go:numFeasibleNodesToFind`.
 */
export function feasibleNodesToFind(nodes: number): number {
  if (nodes < FEWEST_NODES) return nodes;
  const percent = Math.max(LEAST_PERCENT, 50 - Math.trunc(nodes / 125));
  return Math.max(FEWEST_NODES, Math.trunc((nodes * percent) / 100));
}

/**
 * Chooses nodes for pods: those that are open and have room, looked for from where the last search ended; of these the
 * one with the highest sum of scores for free resources, their balance, the image, and distance from pods of the same
 * ReplicaSet. Ties are drawn. Taints, affinities and volumes tell nodes apart only by whether they are open.
 * Kubernetes v1.36 `schedule_one.go:schedulePod`.
 */
export class NodeChoice {
  private readonly fleet: Fleet;
  private readonly spread: TopologySpread;
  /** Rooms promised to pods for whose sake others were made to leave. */
  private readonly nominated = new Map<Pod, Node>();
  private start = 0;

  constructor(fleet: Fleet, spread: TopologySpread) {
    this.fleet = fleet;
    this.spread = spread;
  }

  nominate(pod: Pod, node: Node): void {
    this.nominated.set(pod, node);
  }

  isNominated(pod: Pod): boolean {
    return this.nominated.has(pod);
  }

  /** The pod has a node, or needs none any more. */
  settled(pod: Pod): void {
    this.nominated.delete(pod);
  }

  /** Null: it fits nowhere. */
  choose(pod: Pod): Node | null {
    const promised = this.nominated.get(pod);
    if (promised !== undefined && this.isFeasible(promised, pod)) return promised;
    const nodes = this.feasible(pod);
    if (nodes.length < 2) return nodes[0] ?? null;
    const best = this.best(pod, nodes);
    return best[pod.luck.choice("node", best.length)] ?? null;
  }

  private feasible(pod: Pod): Node[] {
    const { nodes } = this.fleet;
    const enough = feasibleNodesToFind(nodes.length);
    const found: Node[] = [];
    let looked = 0;
    for (; looked < nodes.length && found.length < enough; looked++) {
      const node = nodes[(this.start + looked) % nodes.length] as Node;
      if (this.isFeasible(node, pod)) found.push(node);
    }
    if (nodes.length > 0) this.start = (this.start + looked) % nodes.length;
    return found;
  }

  private isFeasible(node: Node, pod: Pod): boolean {
    if (!node.schedulable || !node.hasRoomFor(pod.template)) return false;
    return this.nominated.size === 0 || this.leavesPromisedRoom(node, pod);
  }

  /** Also with the pods on it that the node is promised to (`runtime/framework.go:addNominatedPods`). */
  private leavesPromisedRoom(node: Node, pod: Pod): boolean {
    const others = [...this.nominated]
      .filter(([other, place]) => place === node && other !== pod)
      .map(([other]) => other);
    for (const other of others) node.reserve(other.template);
    const fits = node.hasRoomFor(pod.template);
    for (const other of others) node.release(other.template);
    return fits;
  }

  private best(pod: Pod, nodes: readonly Node[]): Node[] {
    const crowds = this.crowds(pod, nodes);
    const all = { least: Number.POSITIVE_INFINITY, most: 0 };
    for (const crowd of crowds) {
      if (crowd < all.least) all.least = crowd;
      if (crowd > all.most) all.most = crowd;
    }
    const { image } = pod.template;
    const having = this.fleet.countHaving(image.name);
    const cached = imageLocalityScore(image.bytes, { having, all: this.fleet.nodes.length });
    let best: Node[] = [];
    let bestScore = -1;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i] as Node;
      const locality = cached > 0 && node.images.has(image.name) ? cached : 0;
      const spread = spreadScore(crowds[i] as number, all);
      const score = node.resourceScore(pod.template) + locality + SPREAD_WEIGHT * spread;
      if (score > bestScore) {
        best = [node];
        bestScore = score;
      } else if (score === bestScore) best.push(node);
    }
    return best;
  }

  private crowds({ replicaSet }: Pod, nodes: readonly Node[]): Float64Array {
    const inZone = new Map<string, number>();
    for (const node of nodes) {
      if (!inZone.has(node.spec.zone)) inZone.set(node.spec.zone, this.spread.inZone(node, replicaSet));
    }
    const weights = spreadWeights(nodes.length, inZone.size);
    const crowds = new Float64Array(nodes.length);
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i] as Node;
      const pods = { onNode: node.podsOf(replicaSet), inZone: inZone.get(node.spec.zone) ?? 0 };
      crowds[i] = crowding(pods, weights);
    }
    return crowds;
  }
}
