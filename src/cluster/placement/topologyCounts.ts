import type { Node } from "../node.ts";

/** A number for each value of one label of nodes: pods in each zone, say. */
export class TopologyCounts {
  readonly key: string;
  private readonly counts = new Map<string, number>();

  constructor(key: string) {
    this.key = key;
  }

  /** The node's place has so many more. A node without the label is in no place. */
  add(node: Node, count: number): void {
    const value = node.label(this.key);
    if (value !== undefined) this.counts.set(value, (this.counts.get(value) ?? 0) + count);
  }

  /** Of the node's place; undefined: the node lacks the label. */
  at(node: Node): number | undefined {
    const value = node.label(this.key);
    return value === undefined ? undefined : (this.counts.get(value) ?? 0);
  }

  /** Places that were spoken of. */
  get places(): number {
    return this.counts.size;
  }

  /** The smallest number of all places that were spoken of; `Infinity` when there is none. */
  get least(): number {
    let least = Number.POSITIVE_INFINITY;
    for (const count of this.counts.values()) least = Math.min(least, count);
    return least;
  }

  /** Some place has more than none. */
  get isAnywhere(): boolean {
    for (const count of this.counts.values()) if (count > 0) return true;
    return false;
  }
}
