import type { PodTemplate } from "../../../src/cluster/types.ts";
import { EVENT_CLASS } from "../../../src/kernel/calendar.ts";
import { Kernel } from "../../../src/kernel/kernel.ts";
import { SECOND } from "../../../src/kernel/time.ts";
import type { EventKind } from "../../../src/record/events.ts";
import { type ArgoRollout, createArgoRollout } from "../../../src/rollout/controllers/argo/argoRollout.ts";
import { adapter } from "../../adapter.ts";
import {
  argoSpec,
  type CanaryManifest,
  canarySpec,
  type MetricManifest,
  metricSpec,
  type RolloutManifest,
} from "./manifest.ts";
import { TraceCluster } from "./traceCluster.ts";

interface Scenario {
  readonly rollout: RolloutManifest;
  readonly analysisTemplates?: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly metrics: readonly MetricManifest[] };
  }[];
  readonly metricValues?: Readonly<Record<string, readonly (number | "error")[]>>;
  readonly startupSeconds: Readonly<Record<string, number>>;
  readonly actions: readonly Action[];
  readonly until: number;
}

interface Action {
  readonly at: number;
  readonly do: string;
  readonly image?: string;
  readonly n?: number;
  readonly patch?: string;
}

/** The state at the end of a second, as far as it is compared. */
const FIELDS = [
  "rs",
  "stable",
  "current",
  "step",
  "services",
  "weights",
  "paused",
  "abort",
  "promoteFull",
  "t",
] as const;

/** Second-by-second runs of the real controllers on a virtual clock. */
export const traces = adapter<Scenario, readonly Readonly<Record<string, unknown>>[]>({
  file: /^(an|basic|bg|dyn|rnd|tr|x)-/,
  cases: (content: {
    readonly scenario: Scenario & { readonly name: string };
    readonly timeline: readonly unknown[];
  }) => [{ id: content.scenario.name, input: content.scenario, expected: content.timeline }],
  run: timeline,
  expected: (states) =>
    withoutRepeats(states.map((state) => Object.fromEntries(FIELDS.map((field) => [field, state[field]])))),
});

function timeline(scenario: Scenario): unknown {
  const kernel = new Kernel<EventKind>("trace");
  const cluster = new TraceCluster(kernel, scenario.startupSeconds);
  const rollout = start(scenario, kernel, cluster);
  for (const action of scenario.actions) {
    kernel.schedule(action.at * SECOND, EVENT_CLASS.fault, () => act(action, rollout, { cluster, scenario }));
  }
  const states: Readonly<Record<string, unknown>>[] = [];
  for (let t = 0; t <= scenario.until; t++) {
    kernel.run(t * SECOND);
    states.push({ ...stateOf(rollout, cluster, scenario), t });
  }
  return withoutRepeats(states);
}

function start(scenario: Scenario, kernel: Kernel<EventKind>, cluster: TraceCluster): ArgoRollout {
  const main = cluster.createService("main", []);
  const spec = argoSpec(scenario.rollout, (name) => metricsOf(scenario, name));
  return createArgoRollout(
    {
      kernel,
      cluster,
      watchLatency: 0,
      replicas: scenario.rollout.spec.replicas ?? 1,
      templates: { old: template("v1") },
      service: main,
      setRoute() {},
    },
    spec,
  );
}

function metricsOf({ analysisTemplates = [], metricValues = {} }: Scenario, name: string) {
  const found = analysisTemplates.find(({ metadata }) => metadata.name === name);
  return (found?.spec.metrics ?? []).map((one) => metricSpec(one, oneByOne(metricValues[one.name] ?? [])));
}

/** The values in turn; the last one for ever. */
function oneByOne(values: readonly (number | "error")[]): () => number | "error" {
  let taken = 0;
  return () => values[Math.min(taken++, values.length - 1)] ?? "error";
}

function template(image: string): PodTemplate {
  return { hash: image, version: 0 } as PodTemplate;
}

function act(
  action: Action,
  rollout: ArgoRollout,
  { cluster, scenario }: { cluster: TraceCluster; scenario: Scenario },
): void {
  const verbs: Readonly<Record<string, () => void>> = {
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
      const canary = (JSON.parse(action.patch ?? "{}") as { strategy: { canary: CanaryManifest } }).strategy.canary;
      const merged = { ...scenario.rollout.spec.strategy.canary, ...canary };
      rollout.setStrategy({ canary: canarySpec(merged, (name) => metricsOf(scenario, name)) });
    },
  };
  const verb = verbs[action.do];
  if (verb === undefined) throw new Error(`an action not known here: ${action.do}`);
  verb();
}

function stateOf(
  rollout: ArgoRollout,
  cluster: TraceCluster,
  { rollout: { spec } }: Scenario,
): Record<string, unknown> {
  const { status } = rollout;
  const { canary, blueGreen } = spec.strategy;
  const seconds = (at: number | null) => (at === null ? [] : [at / SECOND]);
  const [main, second] = cluster.services;
  const hashOf = (service: { selector: readonly string[] | null } | undefined) => service?.selector?.[0] ?? "";
  const canaryServices = canary?.canaryService && { canary: hashOf(second), stable: hashOf(main) };
  const blueGreenServices = blueGreen && {
    active: hashOf(main),
    ...(blueGreen.previewService === undefined ? {} : { preview: hashOf(second) }),
  };
  return {
    rs: Object.fromEntries(
      cluster.replicaSets.map((set) => [
        set.template.hash,
        [set.replicas, set.status.available, ...seconds(set.scaleDownDeadline)],
      ]),
    ),
    stable: status.stableHash,
    current: status.currentHash,
    step: canary?.steps === undefined ? undefined : status.index,
    services: canaryServices || blueGreenServices || undefined,
    weights: status.weights === null ? undefined : weightsOf(status.weights),
    paused: status.pauses.length === 0 ? undefined : status.pauses.map(({ reason }) => reason),
    abort: status.aborted || undefined,
    promoteFull: status.promoteFull || undefined,
  };
}

function weightsOf({ canary, stable, canaryHash, stableHash }: NonNullable<ArgoRollout["status"]["weights"]>) {
  return { canary, canaryVersion: canaryHash, stable, stableVersion: stableHash };
}

/** Only the states that differ from the one before. */
function withoutRepeats(states: readonly Readonly<Record<string, unknown>>[]): Readonly<Record<string, unknown>>[] {
  const textOf = (state: Readonly<Record<string, unknown>> | undefined) => JSON.stringify({ ...state, t: 0 });
  return states.filter(
    (state, index) => index === 0 || canonical(textOf(state)) !== canonical(textOf(states[index - 1])),
  );
}

/** The same text for the same content, in whatever order its fields come. */
function canonical(json: string): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
  };
  return JSON.stringify(sorted(JSON.parse(json)));
}
