import type { PodTemplate } from "../src/cluster/types.ts";
import { EVENT_CLASS } from "../src/kernel/calendar.ts";
import { Kernel } from "../src/kernel/kernel.ts";
import { SECOND } from "../src/kernel/time.ts";
import type { EventKind } from "../src/record/events.ts";
import { type ArgoRollout, createArgoRollout } from "../src/rollout/controllers/argo/argoRollout.ts";
import { argoSpec, type MetricsOf, metricSpec, type RolloutManifest } from "./manifest.ts";
import { nameOfRun, stateOf } from "./state.ts";
import type { TraceAction, TraceMeasurement, TraceScenario, TraceState } from "./trace.ts";
import { TraceCluster } from "./traceCluster.ts";

/** What came of a scenario here, in the form of a trace. */
export interface Rehearsed {
  /** Every second. */
  readonly states: readonly TraceState[];
  readonly measurements: readonly TraceMeasurement[];
}

/** Carries out the scenario of a trace with the production controllers, on the cluster the traces were recorded on. */
export function rehearse(scenario: TraceScenario): Rehearsed {
  const kernel = new Kernel<EventKind>("trace");
  const name = nameOf(scenario);
  const cluster = new TraceCluster(kernel, { ...scenario, name });
  const metricsOf = metricsOfTemplates(scenario);
  const rollout = start(scenario, { kernel, cluster, metricsOf });
  for (const action of scenario.actions) {
    kernel.schedule(action.at * SECOND, EVENT_CLASS.fault, () => {
      const verb = verbs(action, { rollout, cluster, scenario, metricsOf })[action.do];
      if (verb === undefined) throw new Error(`an action not known here: ${action.do}`);
      verb();
    });
  }
  const states: TraceState[] = [];
  const runs = new Map<string, ArgoRollout["runs"][number]>();
  for (let t = 0; t <= scenario.until; t++) {
    kernel.run(t * SECOND);
    states.push({ ...stateOf(rollout, cluster, scenario), t });
    // One by one: of ended runs only the last few are kept.
    for (const started of rollout.runs) runs.set(`${name}-${nameOfRun(started)}`, started);
  }
  const measurements = [...runs].flatMap(([run, started]) => measurementsOf(run, started));
  return { states, measurements };
}

function nameOf({ rollout }: TraceScenario): string {
  return rollout.metadata?.name ?? "rollout";
}

function measurementsOf(run: string, started: ArgoRollout["runs"][number]): readonly TraceMeasurement[] {
  return started.run.measurements.map(({ at, metric, measurement: { verdict, value } }) => ({
    t: at / SECOND,
    metric,
    phase: verdict,
    run,
    value: verdict === "Error" ? "" : value,
  }));
}

interface Stage {
  readonly kernel: Kernel<EventKind>;
  readonly cluster: TraceCluster;
  readonly metricsOf: MetricsOf;
}

function start({ rollout: { spec }, ...scenario }: TraceScenario, { kernel, cluster, metricsOf }: Stage): ArgoRollout {
  const site = {
    kernel,
    cluster,
    watchLatency: 0,
    replicas: spec.replicas ?? 1,
    templates: { old: template("v1") },
    service: cluster.createService("main", []),
    setRoute() {},
  };
  return createArgoRollout(site, argoSpec({ ...scenario, spec }, metricsOf));
}

function metricsOfTemplates({ analysisTemplates = [], metricValues = {} }: TraceScenario): MetricsOf {
  return (name) => {
    const found = analysisTemplates.find(({ metadata }) => metadata.name === name);
    if (found === undefined) throw new Error(`there is no AnalysisTemplate ${name}`);
    return found.spec.metrics.map((one) => metricSpec(one, oneByOne(metricValues[one.name] ?? [])));
  };
}

/** The values in turn; the last one for ever. */
function oneByOne(values: readonly (number | "error")[]): () => number | "error" {
  let taken = 0;
  return () => values[Math.min(taken++, values.length - 1)] ?? "error";
}

function template(image: string): PodTemplate {
  return { hash: image, version: 0 } as PodTemplate;
}

interface Played {
  readonly rollout: ArgoRollout;
  readonly cluster: TraceCluster;
  readonly scenario: TraceScenario;
  readonly metricsOf: MetricsOf;
}

function verbs(
  action: TraceAction,
  { rollout, cluster, scenario, metricsOf }: Played,
): Readonly<Record<string, () => void>> {
  return {
    setImage: () => rollout.apply(template(action.image ?? "")),
    abort: () => rollout.abort(),
    retry: () => rollout.retry(),
    promote: () => rollout.promote(),
    promoteFull: () => rollout.promoteFull(),
    pause: () => rollout.pause(),
    unpause: () => rollout.resume(),
    scale: () => rollout.scale(action.n ?? 0),
    killPods: () => cluster.killPods(action.image ?? "", action.n ?? 0),
    patchSpec: () => {
      const { replicas, paused, strategy } = JSON.parse(action.patch ?? "{}") as Partial<Spec>;
      if (strategy !== undefined) {
        const { spec } = scenario.rollout;
        const merged = { ...spec, strategy: merge(spec.strategy, strategy) as Spec["strategy"] };
        rollout.setStrategy(argoSpec({ spec: merged }, metricsOf).strategy);
      }
      if (replicas !== undefined) rollout.scale(replicas);
      if (paused !== undefined) (paused ? rollout.pause : rollout.resume).call(rollout);
    },
  };
}

type Spec = RolloutManifest["spec"] & { readonly paused?: boolean };

/** A JSON merge patch (RFC 7396): objects are merged, anything else takes the place of what was there. */
function merge(before: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const entries = Object.entries(patch).map(([key, value]) => [key, merge(isObject(before) ? before[key] : {}, value)]);
  const merged = { ...(isObject(before) ? before : {}), ...Object.fromEntries(entries) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
