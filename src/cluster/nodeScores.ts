import { log } from "../kernel/math.ts";

/** Requests on a node and what it can carry, cpu and memory. */
export interface Fractions {
  readonly cpu: number;
  readonly memory: number;
}

/**
 * How evenly cpu and memory are used, 0–100: half the difference of the two fractions is what is missing to 100. A
 * resource the node has none of is left out.
 */
function balance({ cpu, memory }: Fractions): number {
  if (Number.isNaN(cpu) || Number.isNaN(memory)) return 100;
  return Math.trunc((1 - Math.abs(Math.min(cpu, 1) - Math.min(memory, 1)) / 2) * 100);
}

/**
 * Whether the pod makes the node's use more even: 75 when it changes nothing, more when it does, less when it makes it
 * worse. Kubernetes v1.36 `noderesources/balanced_allocation.go:balancedResourceScorer`.
 */
export function balancedAllocationScore(withPod: Fractions, without: Fractions): number {
  return 50 + Math.trunc((50 + balance(withPod) - balance(without)) / 2);
}

const MB = 1024 * 1024;
const LEAST = 23 * MB;
const MOST = 1000 * MB;

/**
 * What having one image is worth: its size, weighted by the share of nodes that have it, so that pods do not crowd on the
 * one node that does. Kubernetes v1.36 `imagelocality/image_locality.go:scaledImageScore`.
 */
export function scaledImageSize(bytes: number, nodes: { readonly having: number; readonly all: number }): number {
  return Math.trunc(bytes * (nodes.having / nodes.all));
}

/**
 * How much of the images of a pod of so many containers, init containers included, need not be pulled, 0–100: from 23 MB
 * (0) to 1000 MB for each container (100). Kubernetes v1.36 `imagelocality/image_locality.go:calculatePriority`.
 */
export function imageLocalityScore(scaledSizes: number, containers: number): number {
  const most = MOST * containers;
  const bounded = Math.min(Math.max(scaledSizes, LEAST), most);
  return Math.trunc((100 * (bounded - LEAST)) / (most - LEAST));
}

/** Kubernetes v1.36 `podtopologyspread/plugin.go:systemDefaultConstraints`; both only score, none excludes a node. */
const HOSTNAME_MAX_SKEW = 3;
const ZONE_MAX_SKEW = 5;

/**
 * How crowded a place is by pods of the same ReplicaSet, before it is set in relation to the other nodes: the pods of the
 * node and of its zone, each weighted by the number of such places, so that few zones and many nodes count alike.
 * Kubernetes v1.36 `podtopologyspread/scoring.go:Score`, with the default constraints.
 */
export function crowding(pods: { readonly onNode: number; readonly inZone: number }, weights: SpreadWeights): number {
  const node = pods.onNode * weights.node + (HOSTNAME_MAX_SKEW - 1);
  const zone = pods.inZone * weights.zone + (ZONE_MAX_SKEW - 1);
  return Math.floor(node + zone + 0.5);
}

export interface SpreadWeights {
  readonly node: number;
  readonly zone: number;
}

/** Of so many feasible nodes in so many zones. */
export function spreadWeights(nodes: number, zones: number): SpreadWeights {
  return { node: topologyWeight(nodes), zone: topologyWeight(zones) };
}

/** Of so many places. Kubernetes v1.36 `scoring.go:topologyNormalizingWeight`. */
export function topologyWeight(places: number): number {
  return log(places + 2);
}

/** Crowding as a score, 0–100: the least crowded node has 100. Kubernetes v1.36 `scoring.go:NormalizeScore`. */
export function spreadScore(crowd: number, all: { readonly least: number; readonly most: number }): number {
  return Math.trunc((100 * (all.most + all.least - crowd)) / all.most);
}
