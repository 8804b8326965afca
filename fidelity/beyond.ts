import type { TraceScenario } from "./trace.ts";

const ACTIONS = [
  "setImage",
  "abort",
  "retry",
  "promote",
  "promoteFull",
  "pause",
  "unpause",
  "scale",
  "killPods",
  "patchSpec",
];

/** Fields a Rollout may have here, by what they stand in; `*`: whatever stands inside does not matter to the rules. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  spec: [
    "replicas",
    "minReadySeconds",
    "progressDeadlineSeconds",
    "progressDeadlineAbort",
    "rollbackWindow",
    "revisionHistoryLimit",
    "selector",
    "template",
    "strategy",
    "paused",
  ],
  template: ["metrics"],
  strategy: ["canary", "blueGreen"],
  canary: [
    "steps",
    "maxSurge",
    "maxUnavailable",
    "canaryService",
    "stableService",
    "trafficRouting",
    "dynamicStableScale",
    "minPodsPerReplicaSet",
    "replicaProgressThreshold",
    "analysis",
    "scaleDownDelaySeconds",
    "abortScaleDownDelaySeconds",
    "scaleDownDelayRevisionLimit",
  ],
  blueGreen: [
    "activeService",
    "previewService",
    "autoPromotionEnabled",
    "autoPromotionSeconds",
    "previewReplicaCount",
    "prePromotionAnalysis",
    "postPromotionAnalysis",
    "scaleDownDelaySeconds",
    "abortScaleDownDelaySeconds",
    "scaleDownDelayRevisionLimit",
  ],
  steps: ["setWeight", "pause", "setCanaryScale", "analysis", "setHeaderRoute", "setMirrorRoute"],
  pause: ["duration"],
  setCanaryScale: ["replicas", "weight", "matchTrafficWeight"],
  replicaProgressThreshold: ["type", "value"],
  rollbackWindow: ["revisions"],
  // Routers that verify weights, and two Services that swap roles, behave otherwise.
  trafficRouting: ["maxTrafficWeight", "nginx", "istio", "smi", "traefik", "managedRoutes"],
  analysis: ["templates", "startingStep", "dryRun"],
  prePromotionAnalysis: ["templates", "dryRun"],
  postPromotionAnalysis: ["templates", "dryRun"],
  templates: ["templateName"],
  metrics: [
    "name",
    "provider",
    "interval",
    "initialDelay",
    "count",
    "failureLimit",
    "inconclusiveLimit",
    "consecutiveErrorLimit",
    "consecutiveSuccessLimit",
    "successCondition",
    "failureCondition",
  ],
};

/** What a scenario tells beside the Rollout. */
const SCENARIO = [
  "name",
  "note",
  "rollout",
  "services",
  "analysisTemplates",
  "metricValues",
  "startupSeconds",
  "actions",
  "until",
];

/** The first thing a scenario uses that the rehearsal of traces does not know; null: nothing. */
export function whatIsBeyond(scenario: TraceScenario): string | null {
  const { rollout, actions, analysisTemplates = [] } = scenario;
  const told = Object.keys(scenario).find((key) => !SCENARIO.includes(key));
  if (told !== undefined) return `the field scenario.${told}`;
  const action = actions.find((one) => !ACTIONS.includes(one.do));
  if (action !== undefined) return `the action ${action.do}`;
  const specs = [rollout.spec, ...actions.map(({ patch }) => JSON.parse(patch ?? "{}") as unknown)];
  for (const spec of specs) {
    const found = unknownField(spec, "spec");
    if (found !== null) return found;
  }
  return unknownField(
    analysisTemplates.map(({ spec: { metrics, ...rest } }) => ({ ...rest, metrics })),
    "template",
  );
}

function unknownField(value: unknown, name: string): string | null {
  if (Array.isArray(value)) {
    for (const item of value) {
      const found = unknownField(item, name);
      if (found !== null) return found;
    }
    return null;
  }
  const known = FIELDS[name];
  if (known === undefined || typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    // The pod template of a Rollout is no AnalysisTemplate, and does not matter to the rules.
    const isPods = name === "spec" && key === "template";
    const found = known.includes(key) ? (isPods ? null : unknownField(inner, key)) : `the field ${name}.${key}`;
    if (found !== null) return found;
  }
  return null;
}
