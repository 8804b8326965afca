import { type Micros, SECOND } from "../../../kernel/time.ts";
import { printDuration } from "../../../quantity/duration.ts";
import type { Scenario, StrategyUse } from "../../scenario.ts";
import { deploymentObject, rollingUpdate } from "./deployment.ts";

type Written = Readonly<Record<string, unknown>>;

/** The parameters that every strategy by Flagger's rules has, as read. */
interface Parameters {
  readonly interval: Micros;
  readonly threshold: number;
  readonly metrics: readonly Metric[];
  readonly webhooks: readonly { readonly type: string }[];
  readonly skipAnalysis: boolean;
  readonly progressDeadlineSeconds: Micros;
  readonly primaryReadyThreshold: number;
  readonly canaryReadyThreshold: number;
  readonly [own: string]: unknown;
}

interface Metric {
  readonly name: string;
  readonly min: number | null;
  readonly max: number | null;
  readonly interval: Micros;
  readonly query: string | null;
}

/** A Canary of Flagger, the Deployment it looks after, and the MetricTemplates it asks. The Services are Flagger's own. */
export function canaryObjects(scenario: Scenario, use: StrategyUse): readonly unknown[] {
  const parameters = use.parameters as unknown as Parameters;
  const { name } = scenario;
  const canary = {
    apiVersion: "flagger.app/v1beta1",
    kind: "Canary",
    metadata: { name },
    spec: {
      provider: parameters.trafficRouting === false ? "kubernetes" : "istio",
      targetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
      progressDeadlineSeconds: Math.round(parameters.progressDeadlineSeconds / SECOND),
      ...(parameters.skipAnalysis ? { skipAnalysis: true } : {}),
      service: { port: 80, targetPort: 8080 },
      analysis: analysisOf(scenario, use.name, parameters),
    },
  };
  return [canary, deploymentObject(scenario, rollingUpdate(use.parameters)), ...metricTemplates(scenario, parameters)];
}

function analysisOf(scenario: Scenario, strategy: string, parameters: Parameters): Written {
  const { interval, threshold, primaryReadyThreshold, canaryReadyThreshold, metrics, webhooks } = parameters;
  return {
    interval: printDuration(interval),
    threshold,
    ...SHIFTS[strategy]?.(parameters),
    ...(primaryReadyThreshold === 100 ? {} : { primaryReadyThreshold }),
    ...(canaryReadyThreshold === 100 ? {} : { canaryReadyThreshold }),
    ...(metrics.length === 0 ? {} : { metrics: metrics.map((metric, at) => metricOf(scenario, metric, at)) }),
    ...(webhooks.length === 0 ? {} : { webhooks: webhooks.map(webhookOf) }),
  };
}

/** How each strategy sends users to the new version. */
const SHIFTS: Readonly<Record<string, (parameters: Parameters) => Written>> = {
  canaryByFlagger: ({ stepWeight, stepWeights, maxWeight, stepWeightPromotion, mirror, mirrorWeight }) => ({
    // Where both are written stepWeight wins, so that a list stands alone.
    ...((stepWeights as readonly number[]).length > 0 ? { stepWeights } : { stepWeight, maxWeight }),
    ...(stepWeightPromotion === 0 ? {} : { stepWeightPromotion }),
    ...(mirror === true ? { mirror, mirrorWeight } : {}),
  }),
  blueGreenByFlagger: ({ iterations, mirror, mirrorWeight }) => ({
    iterations,
    ...(mirror === true ? { mirror, mirrorWeight } : {}),
  }),
  abTestByFlagger: ({ iterations }) => ({ iterations, match: [{ headers: { "x-canary": { exact: "insider" } } }] }),
};

function metricOf(scenario: Scenario, { name, min, max, interval, query }: Metric, at: number): Written {
  const range = { ...(min === null ? {} : { min }), ...(max === null ? {} : { max }) };
  return {
    name: query === null ? name : `${name}-${at + 1}`,
    thresholdRange: range,
    interval: printDuration(interval),
    ...(query === null ? {} : { templateRef: { name: templateName(scenario, at) } }),
    ...(query?.includes("args.version") ? { templateVariables: { version: scenario.release.to } } : {}),
  };
}

function templateName({ name }: Scenario, at: number): string {
  return `${name}-metric-${at + 1}`;
}

/** Flagger fills in `interval` by itself, and what a metric's own variables say. */
function metricTemplates(scenario: Scenario, { metrics }: Parameters): readonly unknown[] {
  return metrics.flatMap(({ query }, at) => {
    if (query === null) return [];
    const asked = query
      .replace(/\{\{\s*args\.interval\s*\}\}/g, "{{ interval }}")
      .replace(/\{\{\s*args\.(\w+)\s*\}\}/g, "{{ variables.$1 }}");
    return [
      {
        apiVersion: "flagger.app/v1beta1",
        kind: "MetricTemplate",
        metadata: { name: templateName(scenario, at) },
        spec: { provider: { type: "prometheus", address: "http://prometheus:9090" }, query: asked },
      },
    ];
  });
}

/** Asked of Flagger's load tester, where somebody opens and closes the gates. */
function webhookOf({ type }: { readonly type: string }, at: number): Written {
  const path = type === "rollback" ? "rollback/check" : "gate/check";
  return { name: `${type}-${at + 1}`, type, url: `http://flagger-loadtester/${path}` };
}
