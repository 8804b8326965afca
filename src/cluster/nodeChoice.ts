import { Crowds } from "./crowds.ts";
import type { Fleet } from "./fleet.ts";
import type { Node } from "./node.ts";
import { imageLocalityScore, scaledImageSize } from "./nodeScores.ts";
import type { Pod } from "./pod.ts";
import { imagesOf, sumOver } from "./podImages.ts";
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
  private readonly crowds: Crowds;
  /** Rooms promised to pods for whose sake others were made to leave. */
  private readonly nominated = new Map<Pod, Node>();
  private start = 0;
  /** The feasible nodes of the search in hand. */
  private readonly found: Node[] = [];
  /** Where among them the best ones are. */
  private best = new Int32Array(0);

  constructor(fleet: Fleet, spread: TopologySpread) {
    this.fleet = fleet;
    this.crowds = new Crowds(spread);
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
    if (this.lookForFeasible(pod) < 2) return this.found[0] ?? null;
    const ties = this.chooseBest(pod);
    return this.found[this.best[pod.luck.choice("node", ties)] as number] ?? null;
  }

  /** Fills `found`. Answers how many there are. */
  private lookForFeasible(pod: Pod): number {
    const { nodes } = this.fleet;
    const { found } = this;
    const enough = feasibleNodesToFind(nodes.length);
    let place = this.start;
    let count = 0;
    for (let looked = 0; looked < nodes.length && count < enough; looked++) {
      if (place >= nodes.length) place = 0;
      const node = nodes[place++] as Node;
      if (this.isFeasible(node, pod)) found[count++] = node;
    }
    found.length = count;
    this.start = place >= nodes.length ? 0 : place;
    return count;
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

  /** Puts the places of those found nodes that score highest into `best`. Answers how many they are. */
  private chooseBest({ template, replicaSet }: Pod): number {
    const { found, fleet, crowds } = this;
    if (this.best.length < found.length) this.best = new Int32Array(found.length);
    const { best } = this;
    crowds.survey(found, replicaSet);
    const images = imagesOf(template);
    const worth = images.map(({ name, bytes }) =>
      scaledImageSize(bytes, { having: fleet.countHaving(name), all: fleet.nodes.length }),
    );
    // Scores are whole numbers; saying so keeps them out of the heap. Most nodes have the same of the pod's images.
    let lastSet = -1;
    let locality = 0;
    let count = 0;
    let bestScore = -1;
    for (let i = 0; i < found.length; i++) {
      const node = found[i] as Node;
      const { resourceScore, imagesHere } = node.offerTo(template);
      if (imagesHere !== lastSet) {
        lastSet = imagesHere;
        locality = imageLocalityScore(sumOver(imagesHere, worth), images.length) | 0;
      }
      const score = (resourceScore + locality + SPREAD_WEIGHT * crowds.scoreOf(i)) | 0;
      if (score < bestScore) continue;
      if (score > bestScore) count = 0;
      bestScore = score;
      best[count++] = i;
    }
    return count;
  }
}
