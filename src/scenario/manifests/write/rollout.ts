import { type Micros, SECOND } from "../../../kernel/time.ts";
import { printDuration } from "../../../quantity/duration.ts";
import type { AnalysisParameters } from "../../../rollout/measuring.ts";
import type { Scenario, StrategyUse } from "../../scenario.ts";
import { AnalysisTemplates } from "./analysis.ts";
import { labelsOf, podTemplate, serviceObject } from "./pod.ts";

type Parameters = StrategyUse["parameters"];
type Written = Readonly<Record<string, unknown>>;

/** A Rollout with its Services and AnalysisTemplates. */
export function rolloutObjects(scenario: Scenario, use: StrategyUse): readonly unknown[] {
  const { name, service } = scenario;
  const templates = new AnalysisTemplates(scenario);
  const strategy =
    use.name === "blueGreen"
      ? { blueGreen: blueGreen(scenario, use.parameters, templates) }
      : { canary: canary(scenario, use.parameters, templates) };
  const rollout = {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Rollout",
    metadata: { name },
    spec: {
      replicas: service.replicas,
      minReadySeconds: Math.round(service.minReady / SECOND),
      progressDeadlineSeconds: Math.round(service.progressDeadline / SECOND),
      ...(use.parameters.progressDeadlineAbort === true ? { progressDeadlineAbort: true } : {}),
      selector: { matchLabels: labelsOf(scenario) },
      template: podTemplate(scenario),
      strategy,
    },
  };
  return [rollout, ...servicesOf(scenario, use), ...templates.objects];
}

function servicesOf(scenario: Scenario, { name, parameters }: StrategyUse): readonly unknown[] {
  const second = name === "blueGreen" ? "preview" : parameters.trafficRouting === true ? "canary" : null;
  const names = second === null ? [scenario.name] : [scenario.name, `${scenario.name}-${second}`];
  return names.map((one) => serviceObject(one, scenario));
}

function canary(scenario: Scenario, parameters: Parameters, templates: AnalysisTemplates): Written {
  const { name } = scenario;
  const maxWeight = Number(parameters.maxTrafficWeight ?? 100);
  const analysis = parameters.analysis as (AnalysisParameters & { readonly startingStep: number }) | null;
  const isRouted = parameters.trafficRouting === true;
  return {
    ...(isRouted
      ? {
          stableService: name,
          canaryService: `${name}-canary`,
          trafficRouting: {
            ...(maxWeight === 100 ? {} : { maxTrafficWeight: maxWeight }),
            nginx: { stableIngress: name },
          },
        }
      : {}),
    steps: (parameters.steps as readonly Step[]).flatMap((step) => stepsOf(step, { maxWeight, templates })),
    ...fenceposts(parameters),
    ...(analysis === null
      ? {}
      : {
          analysis: {
            startingStep: analysis.startingStep,
            templates: [{ templateName: templates.add("background", { ...analysis, count: null }) }],
          },
        }),
    ...(parameters.dynamicStableScale === true ? { dynamicStableScale: true } : {}),
    ...(parameters.minPodsPerReplicaSet === 1 ? {} : { minPodsPerReplicaSet: parameters.minPodsPerReplicaSet }),
    ...(parameters.replicaProgressThreshold === null
      ? {}
      : { replicaProgressThreshold: parameters.replicaProgressThreshold }),
    ...delays(parameters, isRouted),
  };
}

function fenceposts({ maxSurge, maxUnavailable }: Parameters): Written {
  return { maxSurge, maxUnavailable };
}

interface Step {
  readonly weight?: number;
  readonly pause?: number | { readonly duration?: Micros | null };
  readonly analysis?: AnalysisParameters;
  readonly experiment?: {
    readonly templates: readonly unknown[];
    readonly duration?: Micros;
    readonly analysis?: AnalysisParameters;
  };
  readonly [other: string]: unknown;
}

function stepsOf(
  { weight, pause, analysis, experiment, ...rest }: Step,
  { maxWeight, templates }: { readonly maxWeight: number; readonly templates: AnalysisTemplates },
): readonly unknown[] {
  if (weight !== undefined) {
    const span = pause === undefined ? { pause: { duration: "60s" } } : written(pause);
    return [{ setWeight: Math.round(weight * maxWeight) }, ...(pause === 0 ? [] : [span])];
  }
  const others = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return [
    {
      ...others,
      ...(pause === undefined ? {} : written(pause)),
      ...(analysis === undefined
        ? {}
        : { analysis: { templates: [{ templateName: templates.add("step", analysis) }] } }),
      ...(experiment === undefined ? {} : { experiment: experimentOf(experiment, templates) }),
    },
  ];
}

function written(pause: NonNullable<Step["pause"]>): Written {
  const span = typeof pause === "number" ? pause : (pause.duration ?? null);
  return { pause: span === null ? {} : { duration: printDuration(span) } };
}

function experimentOf(
  { templates: stacks, duration, analysis }: NonNullable<Step["experiment"]>,
  templates: AnalysisTemplates,
): Written {
  const name = analysis === undefined ? null : templates.add("experiment", analysis);
  return {
    templates: stacks,
    ...(duration === undefined ? {} : { duration: printDuration(duration) }),
    ...(name === null ? {} : { analyses: [{ name, templateName: name }] }),
  };
}

function blueGreen(scenario: Scenario, parameters: Parameters, templates: AnalysisTemplates): Written {
  const { name } = scenario;
  const analysis = (field: "prePromotionAnalysis" | "postPromotionAnalysis", role: string): Written => {
    const one = parameters[field] as AnalysisParameters | null;
    return one === null ? {} : { [field]: { templates: [{ templateName: templates.add(role, one) }] } };
  };
  return {
    activeService: name,
    previewService: `${name}-preview`,
    autoPromotionEnabled: parameters.autoPromotionEnabled,
    ...(parameters.autoPromotionSeconds === 0
      ? {}
      : { autoPromotionSeconds: Math.round(Number(parameters.autoPromotionSeconds) / SECOND) }),
    ...(parameters.previewReplicas === null ? {} : { previewReplicaCount: parameters.previewReplicas }),
    ...analysis("prePromotionAnalysis", "before"),
    ...analysis("postPromotionAnalysis", "after"),
    ...delays(parameters, true),
  };
}

/** Without a router there is nothing to delay, and Argo Rollouts refuses the fields. */
function delays(parameters: Parameters, isAllowed: boolean): Written {
  if (!isAllowed) return {};
  const { scaleDownDelaySeconds, abortScaleDownDelaySeconds, scaleDownDelayRevisionLimit } = parameters;
  // The two exclude each other: with a dynamic stable side old pods go at once.
  const down = parameters.dynamicStableScale === true ? null : scaleDownDelaySeconds;
  return {
    ...(typeof down === "number" ? { scaleDownDelaySeconds: Math.round(down / SECOND) } : {}),
    ...(typeof abortScaleDownDelaySeconds === "number"
      ? { abortScaleDownDelaySeconds: Math.round(abortScaleDownDelaySeconds / SECOND) }
      : {}),
    ...(scaleDownDelayRevisionLimit === null ? {} : { scaleDownDelayRevisionLimit }),
  };
}
