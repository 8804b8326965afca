import { assert } from "../kernel/assert.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { EventKind } from "../record/events.ts";
import { type BackgroundSpec, fillersOn } from "./filler.ts";
import { ImagePuller, type Registry } from "./imagePuller.ts";
import { inCluster } from "./inCluster.ts";
import { Node } from "./node.ts";
import type { ClusterSpec, ImageSpec, NodeSpec } from "./types.ts";

/** The nodes of a cluster, and how many of them have which image. */
export class Fleet {
  /** In order of joining. */
  nodes: readonly Node[] = [];
  private readonly byName = new Map<string, Node>();
  /** Their numbers by name. */
  private readonly zones = new Map<string, number>();
  private readonly having = new Map<string, number>();
  private tainted = 0;
  readonly registry: Registry;
  private readonly kernel: Kernel<EventKind>;
  private readonly cluster: ClusterSpec;

  constructor(kernel: Kernel<EventKind>, spec: ClusterSpec) {
    this.kernel = kernel;
    this.cluster = spec;
    this.registry = { bytesPerSecond: spec.pullBytesPerSecond, state: "up" };
    for (const node of spec.nodes) this.byName.set(node.name, this.build(node));
    this.nodes = [...this.byName.values()];
    if (spec.background) for (const node of this.nodes) this.fill(node, spec.background);
  }

  /** A node of this shape joins, with no image on it. */
  add(node: NodeSpec): Node {
    assert(!this.byName.has(node.name), `there is a node ${node.name} already`);
    const joined = this.build(node);
    this.byName.set(node.name, joined);
    this.nodes = [...this.nodes, joined];
    return joined;
  }

  /** What a node of this cluster is called, so that no other cluster has one of the same name. */
  nameOf(node: string): string {
    return inCluster(this.cluster, node);
  }

  /** A node of this shape that does not join: what one would be like. */
  sketch(spec: NodeSpec): Node {
    return new Node(spec, { images: new ImagePuller(this.kernel, spec.name, this.registry), zone: this.zoneOf(spec) });
  }

  remove(node: Node): void {
    if (isTainted(node.spec)) this.tainted--;
    this.byName.delete(node.name);
    this.nodes = this.nodes.filter((other) => other !== node);
    for (const [image, count] of this.having) if (node.images.has(image)) this.having.set(image, count - 1);
  }

  /** Undefined: it has left, or never was. */
  find(name: string): Node | undefined {
    return this.byName.get(name);
  }

  /** Some node has a taint of its own. */
  get hasTaints(): boolean {
    return this.tainted > 0;
  }

  /** Nodes that have the image. */
  countHaving(image: string): number {
    return this.having.get(image) ?? 0;
  }

  /** All nodes have these images. */
  cache(images: readonly ImageSpec[]): void {
    for (const node of this.nodes) for (const image of images) node.images.add(image);
  }

  private build(spec: NodeSpec): Node {
    const images = new ImagePuller(this.kernel, spec.name, this.registry);
    const node = new Node(spec, { images, zone: this.zoneOf(spec) });
    if (isTainted(spec)) this.tainted++;
    images.onPresent = (image) => {
      this.having.set(image, this.countHaving(image) + 1);
      node.imagesChanged();
    };
    return node;
  }

  private zoneOf({ zone }: NodeSpec): number {
    const known = this.zones.get(zone) ?? this.zones.size;
    this.zones.set(zone, known);
    return known;
  }

  private fill(node: Node, background: BackgroundSpec): void {
    node.fillers = fillersOn(node.name, background);
    for (const filler of node.fillers) node.reserve(filler);
  }
}

function isTainted({ taints = [] }: NodeSpec): boolean {
  return taints.length > 0;
}
