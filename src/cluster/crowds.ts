import { MAX_PODS_PER_NODE, type Node } from "./node.ts";
import { crowding, type SpreadWeights, spreadScore, spreadWeights } from "./nodeScores.ts";
import type { Population } from "./population.ts";
import type { ReplicaSet } from "./types.ts";

/** Cells of a zone, by the ReplicaSet's pods on a node. */
const WIDTH = MAX_PODS_PER_NODE + 1;
const UNKNOWN = -1;

/**
 * How crowded each of many nodes is by one ReplicaSet, and what it scores for that. Nodes of one zone with equally many
 * pods are alike, so that a survey of hundreds of nodes works out a handful of numbers.
 */
export class Crowds {
  private readonly population: Population;
  /** [node of the survey] its cell: zone × WIDTH + pods on the node. */
  private cellOf = new Int32Array(0);
  /** [cell] crowding, and score; `UNKNOWN` where no node of the survey is. */
  private crowd = new Float64Array(0);
  private score = new Int32Array(0);
  private readonly used: number[] = [];
  /** [cell] where in the survey the first of its nodes stands. */
  private exampleOf = new Int32Array(0);
  /** [zone] the last survey that met it, and how many zones this one met. */
  private metIn = new Int32Array(0);
  private zones = 0;
  private surveys = 0;

  constructor(population: Population) {
    this.population = population;
  }

  survey(nodes: readonly Node[], replicaSet: ReplicaSet): void {
    this.place(nodes, replicaSet);
    const weights = spreadWeights(nodes.length, this.zones);
    const all = { least: Number.POSITIVE_INFINITY, most: 0 };
    for (const cell of this.used) {
      const crowd = this.crowdOf(nodes[this.exampleOf[cell] as number] as Node, replicaSet, weights);
      this.crowd[cell] = crowd;
      all.least = Math.min(all.least, crowd);
      all.most = Math.max(all.most, crowd);
    }
    for (const cell of this.used) this.score[cell] = spreadScore(this.crowd[cell] as number, all);
  }

  /** Of the i-th node of the survey, 0–100. */
  scoreOf(i: number): number {
    return this.score[this.cellOf[i] as number] as number;
  }

  private place(nodes: readonly Node[], replicaSet: ReplicaSet): void {
    if (this.cellOf.length < nodes.length) this.cellOf = new Int32Array(nodes.length);
    for (const cell of this.used) this.crowd[cell] = UNKNOWN;
    this.used.length = 0;
    this.zones = 0;
    this.surveys++;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i] as Node;
      const cell = node.zone * WIDTH + node.podsOf(replicaSet);
      if (cell >= this.crowd.length) this.grow(cell + 1);
      this.cellOf[i] = cell;
      if (this.crowd[cell] !== UNKNOWN) continue;
      this.crowd[cell] = 0;
      this.exampleOf[cell] = i;
      this.used.push(cell);
      if (this.metIn[node.zone] === this.surveys) continue;
      this.metIn[node.zone] = this.surveys;
      this.zones++;
    }
  }

  private crowdOf(node: Node, replicaSet: ReplicaSet, weights: SpreadWeights): number {
    return crowding({ onNode: node.podsOf(replicaSet), inZone: this.population.inZone(node, replicaSet) }, weights);
  }

  private grow(cells: number): void {
    const wider = new Float64Array(Math.max(cells, 2 * this.crowd.length)).fill(UNKNOWN);
    wider.set(this.crowd);
    this.crowd = wider;
    this.score = new Int32Array(wider.length);
    this.exampleOf = longer(this.exampleOf, wider.length);
    this.metIn = longer(this.metIn, Math.ceil(wider.length / WIDTH));
  }
}

function longer(column: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(length);
  copy.set(column);
  return copy;
}
