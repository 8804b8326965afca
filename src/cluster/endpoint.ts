import type { PodPhase } from "./podPhase.ts";
import { isTerminal } from "./replicaSetStatus.ts";

/** What an EndpointSlice says of one pod. */
export interface EndpointConditions {
  /** Takes new traffic: serving and not terminating, or published regardless. */
  readonly ready: boolean;
  /** The pod's Ready condition, terminating or not. */
  readonly serving: boolean;
  readonly terminating: boolean;
}

/** Kubernetes v1.36 `endpointslice/utils.go:podToEndpoint`. */
export function endpointConditions(
  pod: { readonly ready: boolean; readonly deleting: boolean },
  publishNotReadyAddresses: "published" | "hidden" = "hidden",
): EndpointConditions {
  return {
    ready: publishNotReadyAddresses === "published" || (pod.ready && !pod.deleting),
    serving: pod.ready,
    terminating: pod.deleting,
  };
}

/**
 * A pod is an endpoint while it has an address and its phase is not terminal. EndpointSlices keep terminating pods until
 * they are gone (`withTerminating`); the old Endpoints API drops them.
 * Kubernetes v1.36 `endpointslice/util/controller_utils.go:ShouldPodBeInEndpoints`.
 */
export function shouldPodBeInEndpoints(
  pod: { readonly phase: PodPhase; readonly deleting: boolean; readonly hasAddress: boolean },
  terminating: "withTerminating" | "withoutTerminating",
): boolean {
  if (isTerminal(pod.phase) || !pod.hasAddress) return false;
  return terminating === "withTerminating" || !pod.deleting;
}

export function sameConditions(a: EndpointConditions | undefined, b: EndpointConditions | undefined): boolean {
  return a?.ready === b?.ready && a?.serving === b?.serving && a?.terminating === b?.terminating;
}
