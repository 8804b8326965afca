import type { Node } from "./node.ts";
import { NodeFailure, type NodeFailureParts } from "./nodeFailure.ts";
import type { PodWorker } from "./podWorker.ts";

/** The nodes of a cluster that are dead at present. */
export class NodeFailures {
  private readonly dead = new Map<Node, NodeFailure>();
  private readonly world: NodeFailureParts["world"] & { deletePod(pod: PodWorker["pod"]): void };
  private readonly workers: () => readonly PodWorker[];

  /** @param workers of all pods that are not gone */
  constructor(world: NodeFailures["world"], workers: () => readonly PodWorker[]) {
    this.world = world;
    this.workers = workers;
  }

  /** Does nothing when the node is dead already, or not one of the cluster any more. */
  fail(node: Node | undefined): void {
    if (!node?.alive) return;
    const failure = new NodeFailure({
      world: this.world,
      node,
      workers: () => this.workers().filter(({ pod }) => pod.node === node),
      deletePod: ({ pod }) => this.world.deletePod(pod),
    });
    this.dead.set(node, failure);
    failure.begin();
  }

  recover(node: Node | undefined): void {
    if (node === undefined) return;
    this.dead.get(node)?.end();
    this.dead.delete(node);
  }
}
