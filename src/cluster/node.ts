import type { ImagePuller } from "./imagePuller.ts";
import { UNSAID_REQUEST } from "./leastAllocated.ts";
import type { NodeSpec, PodTemplate } from "./types.ts";

/** Kubelet default `maxPods`. */
export const MAX_PODS_PER_NODE = 110;

/** A node and what is promised to the pods on it: their requests, those of terminating pods included until they are gone. */
export class Node {
  readonly spec: NodeSpec;
  readonly images: ImagePuller;
  cpuMilli = 0;
  memoryBytes = 0;
  pods = 0;
  /** As `cpuMilli` and `memoryBytes`, with what scoring assumes of pods that request nothing. */
  readonly scored = { cpuMilli: 0, memoryBytes: 0 };
  /** False: nothing works on it any more, whether the cluster knows or not. */
  alive = true;
  /** False: cordoned or tainted; the scheduler puts nothing on it. */
  schedulable = true;

  constructor(spec: NodeSpec, images: ImagePuller) {
    this.spec = spec;
    this.images = images;
  }

  get name(): string {
    return this.spec.name;
  }

  reserve(pod: PodTemplate): void {
    this.count(pod, 1);
  }

  release(pod: PodTemplate): void {
    this.count(pod, -1);
  }

  private count(pod: PodTemplate, sign: 1 | -1): void {
    const scored = scoredRequest(pod);
    this.pods += sign;
    this.cpuMilli += sign * pod.cpuMilli;
    this.memoryBytes += sign * pod.memoryBytes;
    this.scored.cpuMilli += sign * scored.cpuMilli;
    this.scored.memoryBytes += sign * scored.memoryBytes;
  }
}

/** A pod's requests as the scheduler's scoring sees them. */
export function scoredRequest({ cpuMilli, memoryBytes }: PodTemplate): {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
} {
  return { cpuMilli: cpuMilli || UNSAID_REQUEST.cpu, memoryBytes: memoryBytes || UNSAID_REQUEST.memory };
}
