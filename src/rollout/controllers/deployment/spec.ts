import type { IntOrPercent } from "../../../cluster/intOrPercent.ts";
import type { ReplicaSet } from "../../../cluster/types.ts";
import type { Micros } from "../../../kernel/time.ts";

/** How a Deployment replaces old pods. */
export type DeploymentStrategy =
  | { readonly type: "Recreate" }
  | { readonly type: "RollingUpdate"; readonly maxSurge: IntOrPercent; readonly maxUnavailable: IntOrPercent };

/** What decides how many pods there may and must be. */
export interface Sizing {
  readonly replicas: number;
  readonly strategy: DeploymentStrategy;
}

/** The part of a Deployment's spec that is not its template. */
export interface DeploymentSpec extends Sizing {
  readonly minReady: Micros;
  /** From the last sign of progress until the rollout counts as stalled, µs; null: no such limit. */
  readonly progressDeadline: Micros | null;
  /** Old ReplicaSets that are kept; null: all of them. */
  readonly revisionHistoryLimit: number | null;
}

/** A ReplicaSet, as far as its size and its age matter. */
export type Sized = Pick<ReplicaSet, "name" | "createdAt" | "serial" | "replicas"> & {
  readonly status: Pick<ReplicaSet["status"], "available">;
};

/** A size to be written. */
export interface Scaling<R> {
  readonly replicaSet: R;
  readonly to: number;
}
