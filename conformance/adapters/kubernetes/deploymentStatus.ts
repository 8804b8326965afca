import { type Condition, conditionOf, REASON } from "../../../src/rollout/controllers/deployment/conditions.ts";
import {
  deploymentComplete,
  deploymentProgressing,
  deploymentTimedOut,
  requeueStuckDeployment,
  syncRolloutStatus,
} from "../../../src/rollout/controllers/deployment/progress.ts";
import { rolloutStatus } from "../../../src/rollout/controllers/deployment/rolloutStatus.ts";
import {
  calculateStatus,
  type DeploymentStatus,
  NO_STATUS,
} from "../../../src/rollout/controllers/deployment/status.ts";
import { adapter } from "../../adapter.ts";
import { type GivenReplicaSet, replicaSets, rolling, strategy } from "./given.ts";
import { seconds, since } from "./times.ts";

interface GivenCondition {
  readonly type: "Available" | "Progressing" | "ReplicaFailure";
  readonly status: "True" | "False" | "Unknown";
  readonly reason?: string;
  readonly lastUpdateTime?: string;
  readonly lastTransitionTime?: string;
}

interface GivenStatus {
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly observedGeneration?: number;
  readonly conditions?: readonly GivenCondition[];
}

/** "No deadline" is written in two ways. */
const deadline = (given: number | null) => (given === null || given === 2147483647 ? null : seconds(given));

function condition(given: GivenCondition, at: (instant: string) => number): Condition {
  const { type, status, reason = "", lastUpdateTime, lastTransitionTime } = given;
  const time = (instant: string | undefined) => (instant === undefined ? Number.NEGATIVE_INFINITY : at(instant));
  return { type, status, reason, lastUpdate: time(lastUpdateTime), lastTransition: time(lastTransitionTime) };
}

function status(given: GivenStatus, at: (instant: string) => number): DeploymentStatus {
  return {
    ...NO_STATUS,
    observedGeneration: given.observedGeneration ?? 0,
    replicas: given.replicas ?? 0,
    updated: given.updatedReplicas ?? 0,
    ready: given.readyReplicas ?? 0,
    available: given.availableReplicas ?? 0,
    conditions: (given.conditions ?? []).map((one) => condition(one, at)),
  };
}

/** Where no times are given, any will do. */
const timeless = since("2024-01-01T00:00:00Z");

const complete = [
  adapter<{ replicas: number; generation: number; status: GivenStatus }>({
    file: "deployment_complete",
    run: ({ replicas, generation, status: given }) => ({
      complete: deploymentComplete({ replicas, generation }, status(given, timeless)),
    }),
  }),
  adapter<{ oldStatus: GivenStatus; newStatus: GivenStatus }>({
    file: "deployment_progressing",
    run: ({ oldStatus, newStatus }) => ({
      progressing: deploymentProgressing(status(oldStatus, timeless), status(newStatus, timeless)),
    }),
  }),
  adapter<{ progressDeadlineSeconds: number | null; condition: GivenCondition | null; now: string }>({
    file: "deployment_timed_out",
    run({ progressDeadlineSeconds, condition: given, now }) {
      const at = since(now);
      const progressing = given === null ? null : condition(given, at);
      return { timedOut: deploymentTimedOut(deadline(progressDeadlineSeconds), progressing, 0) };
    },
  }),
];

const syncing = [
  adapter<{
    progressDeadlineSeconds: number | null;
    replicas: number;
    currentStatus: GivenStatus;
    newStatus: GivenStatus;
    now: string | null;
  }>({
    file: "deployment_requeue_stuck",
    run({ progressDeadlineSeconds, replicas, currentStatus, newStatus, now }) {
      const at = now === null ? timeless : since(now);
      const d = {
        replicas,
        strategy: rolling(0, 0),
        generation: 0,
        progressDeadline: deadline(progressDeadlineSeconds),
        status: status(currentStatus, at),
      };
      const after = requeueStuckDeployment(d, status(newStatus, at), 0);
      return { requeueAfterSeconds: after === null ? -1 : after / seconds(1) };
    },
  }),
  adapter<
    {
      progressDeadlineSeconds: number | null;
      replicas: number;
      strategyType: "RollingUpdate" | "Recreate";
      currentStatus: GivenStatus;
      allRSs: GivenReplicaSet[];
      newRS: GivenReplicaSet | null;
      now: string;
    },
    GivenTransition
  >({
    file: "deployment_sync_rollout_status",
    matches: "as told",
    // The table says which times must stay; where it does not, upstream asserts nothing.
    expected: ({ condition: wanted, lastUpdateTimeUnchanged, lastTransitionTimeUnchanged }) => ({
      condition: wanted,
      ...(lastUpdateTimeUnchanged ? { lastUpdateTimeUnchanged } : {}),
      ...(lastTransitionTimeUnchanged ? { lastTransitionTimeUnchanged } : {}),
    }),
    run(input) {
      const before = status(input.currentStatus, since(input.now));
      const d = {
        replicas: input.replicas,
        strategy: strategy(input.strategyType, 0, 0),
        generation: 0,
        progressDeadline: deadline(input.progressDeadlineSeconds),
        status: before,
      };
      const all = replicaSets(input.allRSs);
      const newRS = all.find(({ name }) => name === input.newRS?.name) ?? null;
      const after = syncRolloutStatus(d, calculateStatus(d, { all, newRS }, 0), 0);
      return transition(conditionOf(before.conditions, "Progressing"), conditionOf(after.conditions, "Progressing"));
    },
  }),
  adapter<{ generation: number; specReplicas: number; status: GivenStatus }>({
    file: "kubectl_rollout_status_deployment",
    run({ generation, specReplicas, status: given }) {
      const counts = status(given, timeless);
      const deadlineExceeded = conditionOf(counts.conditions, "Progressing")?.reason === REASON.timedOut;
      const answer = rolloutStatus({ name: "foo", generation, specReplicas, deadlineExceeded, ...counts });
      return "error" in answer ? answer : { msg: answer.message, done: answer.done };
    },
  }),
];

interface GivenTransition {
  readonly condition: unknown;
  readonly lastUpdateTimeUnchanged: boolean;
  readonly lastTransitionTimeUnchanged: boolean;
}

function transition(before: Condition | null, after: Condition | null) {
  return {
    condition: after === null ? null : { type: after.type, status: after.status, reason: after.reason },
    lastUpdateTimeUnchanged: after !== null && after.lastUpdate === before?.lastUpdate,
    lastTransitionTimeUnchanged: after !== null && after.lastTransition === before?.lastTransition,
  };
}

export const deploymentStatus = [...complete, ...syncing];
