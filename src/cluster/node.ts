import type { Filler } from "./filler.ts";
import type { ImagePuller } from "./imagePuller.ts";
import { leastAllocatedScore, UNSAID_REQUEST } from "./leastAllocated.ts";
import { balancedAllocationScore } from "./nodeScores.ts";
import { labelOf } from "./placement/standardLabels.ts";
import { imageSet } from "./podImages.ts";
import type { Request } from "./preemption.ts";
import { type Taint, TO_BE_DELETED, UNREACHABLE_AT_ONCE, UNSCHEDULABLE } from "./taints.ts";
import type { NodeSpec, PodTemplate, ReplicaSet } from "./types.ts";

/** Kubelet default `maxPods`. */
export const MAX_PODS_PER_NODE = 110;

/** What a node offers pods of one template. */
export interface Offer {
  readonly template: PodTemplate | null;
  /** NodeResourcesFit (LeastAllocated) and NodeResourcesBalancedAllocation together, both of weight 1. */
  readonly resourceScore: number;
  /** Which images of the template's containers are here; see `imageSet`. */
  readonly imagesHere: number;
}

const NO_TAINTS: readonly Taint[] = [];
const NO_OFFER: Offer = { template: null, resourceScore: 0, imagesHere: 0 };

/** A node and what is promised to the pods on it: their requests, those of terminating pods included until they are gone. */
export class Node {
  readonly spec: NodeSpec;
  readonly images: ImagePuller;
  /** The zone's number in its fleet. */
  readonly zone: number;
  cpuMilli = 0;
  memoryBytes = 0;
  pods = 0;
  /** Pods of others that were here before. */
  fillers: readonly Filler[] = [];
  /** False: nothing works on it any more, whether the cluster knows or not. */
  alive = true;
  /** False: its kubelet and the API server do not hear of each other, whether the cluster knows or not. */
  reachable = true;
  /** The Ready condition: what the cluster believes. */
  seemsReady = true;
  /** `spec.unschedulable` */
  cordoned = false;
  /** The autoscaler has tainted it in order to give it back. */
  leaving = false;
  /** As `cpuMilli` and `memoryBytes`, with what scoring assumes of pods that request nothing. */
  private readonly scored = { cpuMilli: 0, memoryBytes: 0 };
  /** By the serial of the ReplicaSet: pods on the node that are not on their way out. */
  private readonly ofSet: number[] = [];
  /** The same, all ReplicaSets together. */
  private ofAll = 0;
  /** By the serial of the ReplicaSet: pods on the node, those on their way out included. */
  private readonly present: number[] = [];
  /** Holds until something comes or goes. */
  private offer = NO_OFFER;

  constructor(spec: NodeSpec, { images, zone }: { readonly images: ImagePuller; readonly zone: number }) {
    this.spec = spec;
    this.images = images;
    this.zone = zone;
  }

  get name(): string {
    return this.spec.name;
  }

  /** Its kubelet works and hears of what is written to the API. */
  get answers(): boolean {
    return this.alive && this.reachable;
  }

  /** The scheduler may put pods on it: it is not cordoned, tainted or lost as far as the cluster knows. */
  get schedulable(): boolean {
    return this.seemsReady && !this.cordoned && !this.leaving;
  }

  /** What is the label's value here; undefined: the node lacks it. */
  label(key: string): string | undefined {
    return labelOf(this.spec, key);
  }

  /** Those of its spec and those that its state puts on it. */
  get taints(): readonly Taint[] {
    const { taints = NO_TAINTS } = this.spec;
    if (this.schedulable) return taints;
    return [
      ...taints,
      ...(this.cordoned ? [UNSCHEDULABLE] : []),
      ...(this.seemsReady ? [] : [UNREACHABLE_AT_ONCE]),
      ...(this.leaving ? [TO_BE_DELETED] : []),
    ];
  }

  /** A node that is like this one in all that the scheduler looks at, to try things out on. */
  twin(): Node {
    const { images, zone } = this;
    const twin = new Node(this.spec, { images, zone });
    twin.cpuMilli = this.cpuMilli;
    twin.memoryBytes = this.memoryBytes;
    twin.pods = this.pods;
    twin.seemsReady = this.seemsReady;
    twin.cordoned = this.cordoned;
    twin.leaving = this.leaving;
    twin.ofSet.push(...this.ofSet);
    twin.present.push(...this.present);
    return twin;
  }

  reserve(pod: Request): void {
    this.count(pod, 1);
  }

  release(pod: Request): void {
    this.count(pod, -1);
  }

  /** How many pods of the ReplicaSet are here that are not on their way out. */
  podsOf({ serial }: ReplicaSet): number {
    return this.ofSet[serial] ?? 0;
  }

  /** How many pods of the workload are here that are not on their way out. */
  get podsOfWorkload(): number {
    return this.ofAll;
  }

  /** How many pods of the ReplicaSet are here, those on their way out included. */
  presentOf({ serial }: ReplicaSet): number {
    return this.present[serial] ?? 0;
  }

  /** Takes a pod of the ReplicaSet that is on its way nowhere: on trial, or promised a place. */
  admit(replicaSet: ReplicaSet, change: 1 | -1): void {
    this.count(replicaSet.template, change);
    this.countPodOf(replicaSet, change);
    this.countPresentOf(replicaSet, change);
  }

  /** A pod of the ReplicaSet came, or began to leave. */
  countPodOf({ serial }: ReplicaSet, change: 1 | -1): void {
    this.ofSet[serial] = (this.ofSet[serial] ?? 0) + change;
    this.ofAll += change;
  }

  /** A pod of the ReplicaSet came, or is gone. */
  countPresentOf({ serial }: ReplicaSet, change: 1 | -1): void {
    this.present[serial] = (this.present[serial] ?? 0) + change;
  }

  /** An image came. */
  imagesChanged(): void {
    this.offer = NO_OFFER;
  }

  /** Kubernetes v1.36 `noderesources/fit.go:fitsRequest`. */
  hasRoomFor(pod: Request): boolean {
    return (
      this.pods < MAX_PODS_PER_NODE &&
      this.cpuMilli + pod.cpuMilli <= this.spec.cpuMilli &&
      this.memoryBytes + pod.memoryBytes <= this.spec.memoryBytes
    );
  }

  offerTo(template: PodTemplate): Offer {
    if (this.offer.template !== template) this.offer = this.workOutOffer(template);
    return this.offer;
  }

  /** Apart from `offerTo`, which is asked millions of times and would make room for the closure each time. */
  private workOutOffer(template: PodTemplate): Offer {
    const imagesHere = imageSet(template, (name) => this.images.has(name));
    return { template, resourceScore: this.scoreFor(template) | 0, imagesHere };
  }

  private scoreFor(pod: Request): number {
    const use = (allocatable: number, requested: number) =>
      ({ allocatable, requested, weight: 1, counts: "always" }) as const;
    const wanted = scoredRequest(pod);
    const cpu = use(this.spec.cpuMilli, this.scored.cpuMilli + wanted.cpuMilli);
    const memory = use(this.spec.memoryBytes, this.scored.memoryBytes + wanted.memoryBytes);
    const fractions = (extra: Request) => ({
      cpu: (this.cpuMilli + extra.cpuMilli) / this.spec.cpuMilli,
      memory: (this.memoryBytes + extra.memoryBytes) / this.spec.memoryBytes,
    });
    const balanced = balancedAllocationScore(fractions(pod), fractions({ cpuMilli: 0, memoryBytes: 0 }));
    return (leastAllocatedScore([cpu, memory]) ?? 0) + balanced;
  }

  private count(pod: Request, sign: 1 | -1): void {
    const scored = scoredRequest(pod);
    this.pods += sign;
    this.cpuMilli += sign * pod.cpuMilli;
    this.memoryBytes += sign * pod.memoryBytes;
    this.scored.cpuMilli += sign * scored.cpuMilli;
    this.scored.memoryBytes += sign * scored.memoryBytes;
    this.offer = NO_OFFER;
  }
}

/** A pod's requests as the scheduler's scoring sees them. */
function scoredRequest({ cpuMilli, memoryBytes }: Request): Request {
  return { cpuMilli: cpuMilli || UNSAID_REQUEST.cpu, memoryBytes: memoryBytes || UNSAID_REQUEST.memory };
}
