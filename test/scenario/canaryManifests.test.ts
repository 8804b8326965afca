import { describe, expect, test } from "vitest";
import { simulate } from "../../src/experiment/simulate.ts";
import { readManifests } from "../../src/scenario/manifests/read.ts";
import { hasShared, readShared } from "./shared.ts";

const LIST = "manifests/open.txt";

describe.skipIf(!hasShared(LIST))(`Canaries of Flagger (skipped where ../shared/${LIST} is absent)`, () => {
  const files = hasShared(LIST)
    ? readShared(LIST)
        .split("\n")
        .filter((file) => file.startsWith("flagger/"))
    : [];
  const texts = files
    .map((file) => ({ file, text: readShared(`manifests/${file}`) }))
    .filter(({ text }) => /^kind: Canary$/m.test(text) && /^apiVersion: flagger\.app\//m.test(text));

  test("are there in good number and can all be read", () => {
    expect(texts.length).toBeGreaterThan(25);
    const refused = texts.flatMap(({ file, text }) => {
      const { ok, problems } = readManifests(text);
      return ok ? [] : [`${file}: ${problems.map(({ message }) => message).join("; ")}`];
    });
    expect(refused).toEqual([]);
  });

  test("are rehearsed to their end by Flagger's rules, good and bad", () => {
    const unended: string[] = [];
    for (const { file, text } of texts.slice(0, 8)) {
      for (const errorShare of [0, 0.3]) {
        const reading = readManifests(text, { errorShare });
        if (!reading.ok) continue;
        const { scenario } = reading.value;
        const use = scenario.strategies.find(({ name }) => name.endsWith("ByFlagger"));
        expect(use, file).toBeDefined();
        if (use === undefined) continue;
        const traffic = { ...scenario.traffic, rate: [{ from: 0, perSecond: 20 }] };
        const { rollout } = simulate({ ...scenario, traffic }, use);
        if (rollout.result === "unfinished" || rollout.result === "stalled") unended.push(`${file} ${errorShare}`);
      }
    }
    expect(unended).toEqual([]);
  });
});

describe("a Canary", () => {
  const canary = (analysis: string) => `apiVersion: flagger.app/v1beta1
kind: Canary
metadata: {name: web}
spec:
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  analysis: ${analysis}
`;
  const strategyOf = (text: string) => {
    const reading = readManifests(text);
    if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join("; "));
    return reading.value.scenario.strategies.find(({ name }) => name.endsWith("ByFlagger"));
  };

  test("with weights is a canary, with iterations a blue/green release, with conditions beside them an A/B test", () => {
    expect(strategyOf(canary("{interval: 30s, threshold: 4, stepWeight: 5, maxWeight: 40}"))).toMatchObject({
      name: "canaryByFlagger",
      parameters: { interval: 30_000_000, threshold: 4, stepWeight: 5, maxWeight: 40 },
    });
    expect(strategyOf(canary("{interval: 30s, iterations: 3}"))?.name).toBe("blueGreenByFlagger");
    expect(strategyOf(canary("{interval: 30s, iterations: 3, match: [{headers: {}}]}"))?.name).toBe("abTestByFlagger");
    expect(strategyOf(canary("{interval: 30s, stepWeights: [1, 2, 10, 80]}"))).toMatchObject({
      parameters: { stepWeights: [1, 2, 10, 80], stepWeight: 0 },
    });
  });

  test("has every field it writes accounted for, and says what it takes in place of the rest", () => {
    const reading = readManifests(canary("{interval: 2s, stepWeight: 5, mirror: true, webhooks: [{name: a, url: b}]}"));
    if (!reading.ok) throw new Error("it cannot be read");
    const uses = new Map(reading.value.fields.map(({ path, use }) => [path, use]));
    expect(uses.get("spec.analysis.interval")).toBe("used");
    expect(uses.get("spec.analysis.threshold")).toBe("assumed");
    expect(uses.get("spec.analysis.mirror")).toBe("ignored");
    expect(uses.get("spec.analysis.webhooks[0]")).toBe("ignored");
    const use = reading.value.scenario.strategies.find(({ name }) => name === "canaryByFlagger");
    expect(use?.parameters.interval).toBe(10_000_000);
  });
});
