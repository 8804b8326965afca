import type { ReplicaSet } from "../../../cluster/types.ts";
import type { Micros } from "../../../kernel/time.ts";
import { type Condition, condition, REASON, withCondition } from "./conditions.ts";
import { maxUnavailable } from "./fenceposts.ts";
import { replicaCount } from "./replicaSets.ts";
import type { Sizing } from "./spec.ts";

/** `status` of a Deployment. Counts are of pods that are not terminating. */
export interface DeploymentStatus {
  readonly observedGeneration: number;
  readonly replicas: number;
  /** Pods of the new template. */
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
  readonly unavailable: number;
  readonly terminating: number;
  readonly conditions: readonly Condition[];
}

/** Of a Deployment that nobody has looked at yet. */
export const NO_STATUS: DeploymentStatus = {
  observedGeneration: 0,
  replicas: 0,
  updated: 0,
  ready: 0,
  available: 0,
  unavailable: 0,
  terminating: 0,
  conditions: [],
};

type Counted = Pick<ReplicaSet, "replicas" | "status">;

/** The Deployment as stored, for working out its next status. */
export interface StoredDeployment extends Sizing {
  readonly generation: number;
  readonly status: DeploymentStatus;
}

/** Kubernetes v1.36 `sync.go:calculateStatus`. */
export function calculateStatus(
  d: StoredDeployment,
  replicaSets: { readonly all: readonly Counted[]; readonly newRS: Counted | null },
  now: Micros,
): DeploymentStatus {
  const { all, newRS } = replicaSets;
  const sum = (count: keyof ReplicaSet["status"]) => all.reduce((total, { status }) => total + status[count], 0);
  const available = sum("available");
  const isAvailable = available >= d.replicas - maxUnavailable(d);
  const written = isAvailable
    ? ({ status: "True", reason: REASON.minimumAvailable } as const)
    : ({ status: "False", reason: REASON.minimumUnavailable } as const);
  return {
    observedGeneration: d.generation,
    replicas: sum("replicas"),
    updated: newRS?.status.replicas ?? 0,
    ready: sum("ready"),
    available,
    unavailable: Math.max(0, replicaCount(all) - available),
    terminating: sum("terminating"),
    conditions: withCondition(d.status.conditions, condition("Available", written, now)),
  };
}

/** Equal in everything, conditions included: nothing to write. */
export function sameStatus(a: DeploymentStatus, b: DeploymentStatus): boolean {
  return (
    a.observedGeneration === b.observedGeneration &&
    a.replicas === b.replicas &&
    a.updated === b.updated &&
    a.ready === b.ready &&
    a.available === b.available &&
    a.unavailable === b.unavailable &&
    a.terminating === b.terminating &&
    a.conditions.length === b.conditions.length &&
    a.conditions.every((one, i) => sameCondition(one, b.conditions[i]))
  );
}

function sameCondition(a: Condition, b: Condition | undefined): boolean {
  return (
    a.type === b?.type &&
    a.status === b.status &&
    a.reason === b.reason &&
    a.lastUpdate === b.lastUpdate &&
    a.lastTransition === b.lastTransition
  );
}
