import type { Run } from "../record/run.ts";
import type { Scenario, StrategyUse } from "../scenario/scenario.ts";
import type { ApiEntry, DeploymentEntry, SeenReplicaSet } from "./apiRecorder.ts";
import { World } from "./world.ts";

/** A rollout as a watcher of the API would have recorded it. */
export interface ApiTimeline {
  /** The same record, to the digest, as of a run that nobody watched. */
  readonly run: Run;
  /** Every ReplicaSet that was ever there, in order of creation. */
  readonly replicaSets: readonly SeenReplicaSet[];
  /** Every Service that was ever there, in order of creation. */
  readonly services: readonly string[];
  /** The objects as they are found at the start of the run, then one entry per instant with a change, in order. */
  readonly entries: readonly ApiEntry[];
  /** The Deployment that carries out the rollout, one entry per instant in which it was written; empty: there is none. */
  readonly deployments: readonly DeploymentEntry[];
}

/**
 * Rehearses one release with a watcher at the API server (`kubectl get replicasets,endpointslices --watch`).
 * @param seed names all streams of chance; the scenario's own when left out.
 * @throws what `simulate` throws.
 */
export function apiTimeline(scenario: Scenario, strategy: StrategyUse, seed: string = scenario.seed): ApiTimeline {
  const world = new World(scenario, seed);
  const recorder = world.recordApi();
  world.submitReleaseWith(strategy);
  const run = world.play(strategy.name);
  const services = new Set(recorder.entries.flatMap((entry) => [...entry.services.keys()]));
  return {
    run,
    replicaSets: recorder.replicaSets,
    services: [...services],
    entries: recorder.entries,
    deployments: recorder.deployments,
  };
}
