import { Crowds } from "./crowds.ts";
import type { Fleet } from "./fleet.ts";
import type { Node } from "./node.ts";
import { imageLocalityScore, scaledImageSize } from "./nodeScores.ts";
import { Filters } from "./placement/filters.ts";
import { placementScores, SPREAD_WEIGHT } from "./placement/scores.ts";
import type { Pod } from "./pod.ts";
import { imagesOf, sumOver } from "./podImages.ts";
import type { Population } from "./population.ts";
import type { ImageSpec, PodTemplate } from "./types.ts";

/** Kubernetes v1.36 `schedule_one.go:minFeasibleNodesToFind`, `minFeasibleNodesPercentageToFind`. */
const FEWEST_NODES = 100;
const LEAST_PERCENT = 5;

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
 * Chooses nodes for pods: those that no filter refuses, looked for from where the last search ended; of these the one
 * with the highest sum of scores for free resources, their balance, the image, distance from pods of the same
 * ReplicaSet, and whatever else its template asks for. Ties are drawn. Kubernetes v1.36 `schedule_one.go:schedulePod`.
 */
export class NodeChoice {
  private readonly fleet: Fleet;
  private readonly population: Population;
  private readonly crowds: Crowds;
  /** Rooms promised to pods for whose sake others were made to leave. */
  private readonly nominated = new Map<Pod, Node>();
  private start = 0;
  /** Of the search in hand; null: every open node with room will do. */
  private filters: Filters | null = null;
  /** The feasible nodes of the search in hand. */
  private readonly found: Node[] = [];
  /** Where among them the best ones are. */
  private best = new Int32Array(0);

  constructor(fleet: Fleet, population: Population) {
    this.fleet = fleet;
    this.population = population;
    this.crowds = new Crowds(population);
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
    if (this.nominated.size > 0) this.countPromised(pod, 1);
    this.filters = this.isPlain(pod.template) ? null : this.filtersFor(pod.template);
    const isKept = promised !== undefined && this.isFeasible(promised, pod);
    const count = isKept ? 0 : this.lookForFeasible(pod);
    if (this.nominated.size > 0) this.countPromised(pod, -1);
    if (isKept) return promised;
    if (count < 2) return this.found[0] ?? null;
    const ties = this.chooseBest(pod);
    return this.found[this.best[pod.luck.choice("node", ties)] as number] ?? null;
  }

  /** What refuses nodes to pods of this template now. */
  filtersFor(template: PodTemplate): Filters {
    return new Filters(template, this.fleet.nodes, this.population.groups);
  }

  /** Nothing but room and whether they are open tells nodes apart. */
  private isPlain({ placement }: PodTemplate): boolean {
    return placement === undefined && !this.population.hasRules && !this.fleet.hasTaints;
  }

  /**
   * While a place is looked for, other pods are taken to be where their room is promised to them
   * (`runtime/framework.go:addNominatedPods`).
   */
  private countPromised(pod: Pod, change: 1 | -1): void {
    for (const [other, node] of this.nominated) if (other !== pod) node.admit(other.replicaSet, change);
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

  private isFeasible(node: Node, { template }: Pod): boolean {
    if (this.filters !== null) return this.filters.refusalOf(node) === null;
    return node.schedulable && node.hasRoomFor(template);
  }

  /** Puts the places of those found nodes that score highest into `best`. Answers how many they are. */
  private chooseBest({ template, replicaSet }: Pod): number {
    const { found, crowds } = this;
    if (this.best.length < found.length) this.best = new Int32Array(found.length);
    const { best } = this;
    const asked = this.scoresAskedFor(template);
    const isSpread = (template.placement?.spread.length ?? 0) === 0;
    if (isSpread) crowds.survey(found, replicaSet);
    const images = imagesOf(template);
    const worth = this.worthOf(images);
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
      let score = (resourceScore + locality) | 0;
      if (isSpread) score = (score + SPREAD_WEIGHT * crowds.scoreOf(i)) | 0;
      if (asked !== null) score = (score + (asked[i] as number)) | 0;
      if (score < bestScore) continue;
      if (score > bestScore) count = 0;
      bestScore = score;
      best[count++] = i;
    }
    return count;
  }

  /** Of the found nodes, by what templates and taints ask for; null: they ask for nothing. */
  private scoresAskedFor(template: PodTemplate): readonly number[] | null {
    if (this.filters === null) return null;
    const { found, fleet, population } = this;
    return placementScores(template, { found, nodes: fleet.nodes, groups: population.groups });
  }

  /** What having each of the images is worth. */
  private worthOf(images: readonly ImageSpec[]): readonly number[] {
    const { fleet } = this;
    const all = fleet.nodes.length;
    return images.map(({ name, bytes }) => scaledImageSize(bytes, { having: fleet.countHaving(name), all }));
  }
}
