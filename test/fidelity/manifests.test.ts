import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { canarySpec, metricSpec } from "../../fidelity/manifest.ts";
import type { Trace } from "../../fidelity/trace.ts";
import type { MetricSpec } from "../../src/rollout/controllers/argo/analysis/metric.ts";
import { resolveFenceposts } from "../../src/rollout/controllers/argo/fenceposts.ts";
import type { CanaryStep } from "../../src/rollout/controllers/argo/spec.ts";
import { canaryStepsOf } from "../../src/rollout/strategies/argo/canarySpec.ts";
import type { StepParameters } from "../../src/rollout/strategies/argo/steps.ts";
import { readManifests } from "../../src/scenario/manifests/read.ts";

const TRACES = join(import.meta.dirname, "../../../shared/vectors/argo-rollouts/traces");
const isAbsent = !existsSync(TRACES);

/** What an analysis comes down to: its limits, whoever measures. */
const limitsOf = ({ name, interval, count, failureLimit, inconclusiveLimit, consecutiveSuccessLimit }: MetricSpec) => ({
  name,
  interval,
  count,
  failureLimit,
  inconclusiveLimit,
  consecutiveSuccessLimit,
});

const comparable = (steps: readonly CanaryStep[]) =>
  steps.map((step) => ("analysis" in step ? { analysis: step.analysis.metrics.map(limitsOf) } : step));

/** The Rollout of a recorded run with its templates, as the files that would have been applied. */
function manifestsOf({ scenario: { rollout, analysisTemplates = [] } }: Trace): string {
  const template = { metadata: { labels: { app: "a" } }, spec: { containers: [{ name: "a", image: "a:v1" }] } };
  const whole = {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Rollout",
    metadata: { name: "demo" },
    spec: { ...rollout.spec, template },
  };
  return [whole, ...analysisTemplates].map((one) => JSON.stringify(one)).join("\n---\n");
}

describe.skipIf(isAbsent)(`Rollouts of recorded runs (skipped where ${TRACES} is absent)`, () => {
  const names = isAbsent ? [] : readdirSync(TRACES).sort();
  const traces = names.map((name) => JSON.parse(readFileSync(join(TRACES, name), "utf8")) as Trace);

  test("are read as manifests to the very spec that the runs were carried out by", () => {
    let canaries = 0;
    for (const trace of traces) {
      const { rollout, analysisTemplates = [], name } = trace.scenario;
      const reading = readManifests(manifestsOf(trace));
      expect(reading.ok ? "" : JSON.stringify(reading.problems), name).toBe("");
      const { canary } = rollout.spec.strategy;
      if (!reading.ok || canary === undefined) continue;
      const metricsOf = (template: string) =>
        (analysisTemplates.find(({ metadata }) => metadata.name === template)?.spec.metrics ?? []).map((metric) =>
          metricSpec(metric, () => "error"),
        );
      const wanted = canarySpec(canary, metricsOf);
      const parameters = reading.value.scenario.strategies.find((one) => one.name === "canary")?.parameters;
      const steps = canaryStepsOf(parameters?.steps as readonly StepParameters[], {
        measuring: ({ metrics }) => ({ metrics: (metrics ?? []).map((one) => ({ ...one, measure: () => never() })) }),
        maxWeight: 100,
      });
      expect(comparable(steps), name).toEqual(comparable(wanted.steps));
      const replicas = rollout.spec.replicas ?? 1;
      expect(resolveFenceposts(replicas, parameters as never), name).toEqual(resolveFenceposts(replicas, wanted));
      expect(parameters, name).toMatchObject({
        dynamicStableScale: wanted.dynamicStableScale,
        trafficRouting: wanted.trafficRouting !== null,
        abortScaleDownDelaySeconds: wanted.abortScaleDownDelay,
        scaleDownDelaySeconds: wanted.scaleDownDelay ?? 30_000_000,
        scaleDownDelayRevisionLimit: wanted.scaleDownDelayRevisionLimit,
      });
      canaries++;
    }
    expect(canaries).toBeGreaterThan(100);
  });
});

function never(): never {
  throw new Error("nothing is measured here");
}
