import { SECOND } from "../src/kernel/time.ts";
import type { ArgoRollout } from "../src/rollout/controllers/argo/argoRollout.ts";
import { progressStatusOf } from "../src/rollout/controllers/argo/phase.ts";
import type { TraceScenario } from "./trace.ts";
import type { TraceCluster } from "./traceCluster.ts";

/** Everything a state of a trace tells, of a Rollout here. */
export function stateOf(
  rollout: ArgoRollout,
  cluster: TraceCluster,
  { rollout: { spec } }: TraceScenario,
): Record<string, unknown> {
  const { status } = rollout;
  const { canary, blueGreen } = spec.strategy;
  return {
    ...rollout.phase,
    rs: replicaSets(cluster),
    stable: status.stableHash,
    current: status.currentHash,
    step: canary?.steps === undefined ? undefined : status.index,
    services: servicesOf(cluster, spec.strategy),
    active: blueGreen && status.activeHash,
    preview: blueGreen && status.previewHash,
    weights: status.weights === null ? undefined : weightsOf(status.weights),
    paused: status.pauses.length === 0 ? undefined : status.pauses.map(({ reason }) => reason),
    abort: status.aborted || undefined,
    promoteFull: status.promoteFull || undefined,
    progressing: `${progressStatusOf(status.progress.reason)}/${status.progress.reason}`,
    healthy: status.healthy === null ? undefined : String(status.healthy).replace(/^./, (first) => first.toUpperCase()),
    status: countsOf(rollout, cluster, spec.strategy),
    analysisRuns: runsOf(rollout),
  };
}

/** Wanted and available pods, and the second of the scale-down deadline. */
function replicaSets(cluster: TraceCluster): Readonly<Record<string, readonly number[]>> {
  const seconds = (at: number | null) => (at === null ? [] : [at / SECOND]);
  return Object.fromEntries(
    cluster.replicaSets.map((set) => [
      set.template.hash,
      [set.replicas, set.status.available, ...seconds(set.scaleDownDeadline)],
    ]),
  );
}

type Strategy = TraceScenario["rollout"]["spec"]["strategy"];

function servicesOf(cluster: TraceCluster, { canary, blueGreen }: Strategy): unknown {
  const [main, second] = cluster.services;
  const hashOf = (service: typeof main) => service?.selector?.[0] ?? "";
  if (canary?.canaryService !== undefined) return { canary: hashOf(second), stable: hashOf(main) };
  if (blueGreen === undefined) return undefined;
  const preview = blueGreen.previewService === undefined ? {} : { preview: hashOf(second) };
  return { active: hashOf(main), ...preview };
}

function weightsOf({ canary, stable, canaryHash, stableHash }: NonNullable<ArgoRollout["status"]["weights"]>) {
  return { canary, canaryVersion: canaryHash, stable, stableVersion: stableHash };
}

/** `hpa`: the pods an autoscaler is told of, in a blue/green those of the active ReplicaSet. */
function countsOf({ status }: ArgoRollout, cluster: TraceCluster, { blueGreen }: Strategy) {
  const { available, ready, replicas, updated } = status;
  const active = cluster.replicaSets.find(({ template }) => template.hash === status.activeHash);
  return {
    available,
    hpa: blueGreen === undefined ? replicas : (active?.status.replicas ?? replicas),
    ready,
    replicas,
    updated,
  };
}

type Started = ArgoRollout["runs"][number];

const LABELS = { step: "Step", background: "Background", prePromotion: "PrePromotion", postPromotion: "PostPromotion" };
const SUFFIXES = { background: "", prePromotion: "-pre", postPromotion: "-post" };

/** `-1` for a run of step 1, `-pre`; `.1` behind it for the second of the same name. */
function suffixOf({ kind, step, attempt }: Started): string {
  const plain = kind === "step" ? `-${step}` : SUFFIXES[kind];
  return attempt === 0 ? plain : `${plain}.${attempt}`;
}

/** The name of an AnalysisRun behind that of its Rollout: hash, revision, and which run of the update. */
export function nameOfRun(started: Started): string {
  return `${started.hash}-${started.revision}${suffixOf(started)}`;
}

function runsOf(rollout: ArgoRollout): unknown {
  if (rollout.runs.length === 0) return undefined;
  return Object.fromEntries(
    rollout.runs.map((started) => [
      `${LABELS[started.kind]}/rev${started.revision}${suffixOf(started)}`,
      started.run.phase,
    ]),
  );
}
