import type { Node } from "./node.ts";
import { Filters } from "./placement/filters.ts";
import type { PodGroups } from "./placement/podGroups.ts";
import type { Pod } from "./pod.ts";
import type { PodTemplate } from "./types.ts";

/** Puts pods on nodes on trial, first fit and by the scheduler's filters; the nodes themselves stay as they are. */
export class PlacementTrial {
  private readonly nodes: Node[];
  private groups: PodGroups;
  /** Of the last pod's template; null: pods have come since it was made. */
  private filters: { readonly of: PodTemplate; readonly are: Filters } | null = null;

  constructor(nodes: readonly Node[], groups: PodGroups) {
    this.nodes = nodes.map((node) => node.twin());
    this.groups = groups;
  }

  /** Whether some node takes the pod. */
  place(pod: Pod): boolean {
    const filters = this.filtersFor(pod);
    const node = this.nodes.find((one) => filters.refusalOf(one) === null);
    if (node === undefined) return false;
    this.take(pod, node);
    return true;
  }

  /** Whether a further node takes the pod; if so, it is one of the nodes from now on. */
  placeOn(pod: Pod, node: Node): boolean {
    this.nodes.push(node);
    this.filters = null;
    if (this.filtersFor(pod).refusalOf(node) === null) {
      this.take(pod, node);
      return true;
    }
    this.nodes.pop();
    this.filters = null;
    return false;
  }

  private filtersFor({ template }: Pod): Filters {
    if (this.filters?.of !== template)
      this.filters = { of: template, are: new Filters(template, this.nodes, this.groups) };
    return this.filters.are;
  }

  private take({ replicaSet, template }: Pod, node: Node): void {
    node.admit(replicaSet, 1);
    if (!this.groups.includes(replicaSet)) this.groups = [...this.groups, replicaSet];
    if (template.placement !== undefined) this.filters = null;
  }
}
