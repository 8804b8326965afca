import { describe, expect, test } from "vitest";
import { readScenario } from "../../src/scenario/read.ts";

/** What reading one strategy of a service of this size complains of: codes, with where. */
function complaints(strategy: string, replicas = 10): readonly string[] {
  const text = `apiVersion: drydock/v1\nname: web\nservice: {replicas: ${replicas}}\nstrategies: [${strategy}]\n`;
  return readScenario(text).problems.map(({ code, path }) => `${code} ${path.replace(/^strategies\[0\]\./, "")}`);
}

const METRIC = '{name: m, successCondition: "result[0] > 0.9", measures: successRatio';

describe("what Argo Rollouts takes without a word is spoken of", () => {
  test.each<[string, number, readonly string[]]>([
    ["{canary: {scaleDownDelaySeconds: 0}}", 10, ["delay-zero-keeps canary.scaleDownDelaySeconds"]],
    ["{blueGreen: {scaleDownDelaySeconds: 0}}", 10, ["delay-zero-keeps blueGreen.scaleDownDelaySeconds"]],
    ["{canary: {abortScaleDownDelaySeconds: 0}}", 10, ["abort-delay-zero-removes canary.abortScaleDownDelaySeconds"]],
    ["{blueGreen: {abortScaleDownDelaySeconds: 0}}", 10, []],
    ["{canary: {maxSurge: 1}}", 10, ["no-effect canary.maxSurge"]],
    ["{canary: {trafficRouting: false, maxSurge: 1, steps: [{weight: 20%}]}}", 5, []],
    ["{canary: {trafficRouting: false, steps: [{weight: 20%}]}}", 1, ["weight-unreachable canary.steps[0]"]],
    [
      "{canary: {trafficRouting: false, steps: [{setWeight: 20}, {setWeight: 50}]}}",
      2,
      ["weight-unreachable canary.steps[0]"],
    ],
    ["{canaryByReplicas: {steps: [{weight: 5%}]}}", 3, ["weight-unreachable canaryByReplicas.steps[0]"]],
    ["canaryByReplicas", 10, []],
    ["{canary: {steps: [{setWeight: 101}]}}", 10, ["out-of-range canary.steps[0].setWeight"]],
    ["{canary: {maxTrafficWeight: 1000, steps: [{setWeight: 101}]}}", 10, []],
    ["{canary: {steps: [{setWeight: 50}, {setWeight: 20}]}}", 10, ["weight-falls canary.steps[1].setWeight"]],
    [
      "{canary: {steps: [{setCanaryScale: {replicas: 1}}, {setWeight: 90}]}}",
      10,
      ["canary-undersized canary.steps[1]"],
    ],
    ["{canary: {steps: [{setWeight: 10}, {pause: {}}]}}", 10, ["nobody-promotes canary.steps[1].pause"]],
    ["{canary: {promoteAfter: 5m, steps: [{setWeight: 10}, {pause: {}}]}}", 10, []],
    ["{blueGreen: {autoPromotionEnabled: false}}", 10, ["nobody-promotes blueGreen.autoPromotionEnabled"]],
    [
      `{canary: {steps: [{analysis: {metrics: [${METRIC}, interval: 10s, count: 3, failureLimit: 3}]}}]}}`,
      10,
      ["cannot-fail canary.steps[0].analysis.metrics[0].failureLimit"],
    ],
    [
      `{canary: {analysis: {startingStep: 0, metrics: [${METRIC}, interval: 10s}]}}}`,
      10,
      ["measures-too-early canary.analysis.metrics[0].initialDelay"],
    ],
    [`{canary: {analysis: {metrics: [${METRIC}, interval: 10s}]}}}`, 10, []],
    [
      "{canary: {steps: [{analysis: {metrics: [{name: m, count: 2}]}}]}}",
      10,
      ["bad-metric canary.steps[0].analysis.metrics[0]"],
    ],
    [
      '{canary: {analysis: {metrics: [{name: m, successCondition: "result >"}]}}}',
      10,
      ["bad-condition canary.analysis.metrics[0].successCondition"],
    ],
    ["{canary: {steps: [{}]}}", 10, ["not-one-step canary.steps[0]"]],
    ["{canary: {steps: [{setWeight: 1, analysis: {}}]}}", 10, ["not-one-step canary.steps[0]"]],
    ["{canary: {steps: [{setCanaryScale: {replicas: 5}, setHeaderRoute: {name: a}}, {weight: 10%}]}}", 10, []],
  ])("%s of %i pods", (strategy, replicas, expected) => {
    expect(complaints(strategy, replicas)).toEqual(expected);
  });
});
