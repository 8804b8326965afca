import type { ImagePuller } from "./imagePuller.ts";
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
    this.pods++;
    this.cpuMilli += pod.cpuMilli;
    this.memoryBytes += pod.memoryBytes;
  }

  release(pod: PodTemplate): void {
    this.pods--;
    this.cpuMilli -= pod.cpuMilli;
    this.memoryBytes -= pod.memoryBytes;
  }
}
