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
  steps: ["setWeight", "pause", "setCanaryScale", "analysis"],
  analysis: ["templates", "startingStep"],
  prePromotionAnalysis: ["templates"],
  postPromotionAnalysis: ["templates"],
};

/** The first thing a scenario uses that the rehearsal of traces does not know; null: nothing. */
export function whatIsBeyond({ rollout, actions }: TraceScenario): string | null {
  const action = actions.find((one) => !ACTIONS.includes(one.do));
  return action === undefined ? unknownField(rollout.spec, "spec") : `the action ${action.do}`;
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
    const found = known.includes(key) ? unknownField(inner, key) : `the field ${name}.${key}`;
    if (found !== null) return found;
  }
  return null;
}
