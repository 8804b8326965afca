import type { Toleration } from "../taints.ts";
import type { LabelSelector, Labels, Requirement } from "./labels.ts";

/** A term of a node affinity: all of it has to hold; a term without expressions matches no node. */
export type NodeTerm = readonly Requirement[];

/** Pods by their labels, and the label of nodes that says which nodes are one place. */
export interface PodTerm {
  readonly topologyKey: string;
  readonly selector: LabelSelector | null;
}

export interface PodRules {
  readonly required: readonly PodTerm[];
  /** Weights of 1–100. */
  readonly preferred: readonly (PodTerm & { readonly weight: number })[];
}

/** An entry of `spec.topologySpreadConstraints`. */
export interface SpreadConstraint extends PodTerm {
  /** How many more pods a place may have than the emptiest one, ≥ 1. */
  readonly maxSkew: number;
  readonly whenUnsatisfiable: "DoNotSchedule" | "ScheduleAnyway";
  /** With fewer places than this the emptiest one counts as empty, ≥ 1. */
  readonly minDomains: number;
  /** Whether nodes that the pod's own node affinity, or their taints, exclude are left out of the count. */
  readonly nodeAffinityPolicy: "Honor" | "Ignore";
  readonly nodeTaintsPolicy: "Honor" | "Ignore";
}

/** Where a pod may run and where it would rather run: `nodeSelector`, `affinity`, `tolerations` and the like of its spec. */
export interface PlacementSpec {
  readonly nodeSelector: Labels;
  readonly nodeAffinity: {
    /** One of the terms has to match; null: nothing is required. */
    readonly required: readonly NodeTerm[] | null;
    readonly preferred: readonly { readonly weight: number; readonly term: NodeTerm }[];
  };
  readonly podAffinity: PodRules;
  readonly podAntiAffinity: PodRules;
  readonly spread: readonly SpreadConstraint[];
  /** With those that admission adds, see `admitted`. */
  readonly tolerations: readonly Toleration[];
}
