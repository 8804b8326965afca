import type { DeploymentEntry, ReplicaSetCounts } from "../experiment/apiRecorder.ts";
import type { ApiTimeline } from "../experiment/apiTimeline.ts";
import { type Micros, toSeconds } from "../kernel/time.ts";

/** Names the shape of the document; it changes when a reader of the old shape would go wrong. */
const TIMELINE_SCHEMA = "drydock/timeline/v1";

/** A timeline as plain data: `docs/json.md` explains every field. */
export interface JsonTimeline {
  readonly schema: typeof TIMELINE_SCHEMA;
  readonly engine: { readonly name: "drydock"; readonly version: string };
  readonly scenario: string;
  readonly strategy: string;
  readonly carried_out_by: string;
  readonly seed: string;
  readonly digest: string;
  readonly submitted_at_us: number;
  readonly replica_sets: readonly { readonly name: string; readonly version: string }[];
  readonly services: readonly string[];
  readonly changes: readonly JsonChange[];
  /** The Deployment that carries out the rollout; empty: there is none. */
  readonly deployment: readonly JsonDeployment[];
}

/** Counts under the names they have in the API. */
interface JsonReplicaSet {
  readonly name: string;
  readonly spec: { readonly replicas: number };
  readonly status: {
    readonly replicas: number;
    readonly readyReplicas: number;
    readonly availableReplicas: number;
    readonly terminatingReplicas: number;
  };
}

/** Endpoints of a Service's EndpointSlices by their conditions. */
interface JsonService {
  readonly name: string;
  readonly ready: number;
  readonly serving: number;
  readonly terminating: number;
}

interface JsonCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly last_update_us: number;
  readonly last_transition_us: number;
}

/** A Deployment as the API shows it, and what `kubectl rollout status` would print: an error ends that command. */
interface JsonDeployment {
  readonly t_s: number;
  readonly at_us: number;
  readonly generation: number;
  readonly spec: { readonly replicas: number; readonly paused: boolean };
  readonly status: {
    readonly observedGeneration: number;
    readonly replicas: number;
    readonly updatedReplicas: number;
    readonly readyReplicas: number;
    readonly availableReplicas: number;
    readonly unavailableReplicas: number;
    readonly terminatingReplicas: number;
  };
  readonly conditions: readonly JsonCondition[];
  readonly rollout_status: { readonly text: string; readonly outcome: "waiting" | "done" | "error" };
}

interface JsonChange {
  /** Seconds after the release was submitted; negative before. */
  readonly t_s: number;
  /** µs of the run's own clock. */
  readonly at_us: number;
  readonly replica_sets: readonly JsonReplicaSet[];
  readonly services: readonly JsonService[];
}

export function apiTimelineJson(
  { run, replicaSets, services, entries, deployments }: ApiTimeline,
  { engineVersion }: { readonly engineVersion: string },
): JsonTimeline {
  const { submittedAt } = run.rollout;
  return {
    schema: TIMELINE_SCHEMA,
    engine: { name: "drydock", version: engineVersion },
    scenario: run.scenario,
    strategy: run.strategy,
    carried_out_by: run.carriedOutBy,
    seed: run.seed,
    digest: run.digest,
    submitted_at_us: submittedAt,
    replica_sets: replicaSets.map(({ name, version }) => ({ name, version: run.versions[version]?.name ?? "" })),
    services,
    changes: entries.map((entry) => ({
      t_s: toSeconds(entry.at - submittedAt),
      at_us: entry.at,
      replica_sets: [...entry.replicaSets].map(([name, counts]) => asInTheApi(name, counts)),
      services: [...entry.services].map(([name, counts]) => ({ name, ...counts })),
    })),
    deployment: deployments.map((entry) => deploymentInTheApi(entry, submittedAt)),
  };
}

function asInTheApi(name: string, counts: ReplicaSetCounts): JsonReplicaSet {
  const { spec, replicas, ready, available, terminating } = counts;
  return {
    name,
    spec: { replicas: spec },
    status: { replicas, readyReplicas: ready, availableReplicas: available, terminatingReplicas: terminating },
  };
}

function deploymentInTheApi(entry: DeploymentEntry, submittedAt: Micros): JsonDeployment {
  const { at, generation, replicas, paused, status, rolloutStatus } = entry;
  const { observedGeneration, updated, ready, available, unavailable, terminating, conditions } = status;
  return {
    t_s: toSeconds(at - submittedAt),
    at_us: at,
    generation,
    spec: { replicas, paused },
    status: {
      observedGeneration,
      replicas: status.replicas,
      updatedReplicas: updated,
      readyReplicas: ready,
      availableReplicas: available,
      unavailableReplicas: unavailable,
      terminatingReplicas: terminating,
    },
    conditions: conditions.map(({ type, status: is, reason, lastUpdate, lastTransition }) => {
      return { type, status: is, reason, last_update_us: lastUpdate, last_transition_us: lastTransition };
    }),
    rollout_status:
      "error" in rolloutStatus
        ? { text: rolloutStatus.error, outcome: "error" }
        : { text: rolloutStatus.message.trimEnd(), outcome: rolloutStatus.done ? "done" : "waiting" },
  };
}
