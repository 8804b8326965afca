import { describe, expect, test } from "vitest";
import { simulate } from "../../src/experiment/simulate.ts";
import { readManifests } from "../../src/scenario/manifests/read.ts";
import { writeManifests } from "../../src/scenario/manifests/write/write.ts";
import { dataOf, readScenario } from "../../src/scenario/read.ts";
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
    for (const { file, text } of texts.filter(
      ({ file }, at) => at % 6 === 0 || file.includes("istio-test-canary-05"),
    )) {
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
    const reading = readManifests(
      canary("{interval: 2s, stepWeight: 5, alerts: [{name: a}], webhooks: [{name: a, url: b}]}"),
    );
    if (!reading.ok) throw new Error("it cannot be read");
    const uses = new Map(reading.value.fields.map(({ path, use }) => [path, use]));
    expect(uses.get("spec.analysis.interval")).toBe("used");
    expect(uses.get("spec.analysis.threshold")).toBe("assumed");
    expect(uses.get("spec.analysis.alerts")).toBe("ignored");
    expect(uses.get("spec.analysis.webhooks[0]")).toBe("ignored");
    const use = reading.value.scenario.strategies.find(({ name }) => name === "canaryByFlagger");
    expect(use?.parameters.interval).toBe(10_000_000);
  });

  test("mirrors first where it says so, and is then measured even before users", () => {
    const analysis = `{interval: 30s, iterations: 3, mirror: true, mirrorWeight: 40,
    metrics: [{name: request-success-rate, thresholdRange: {min: 99}}],
    webhooks: [{name: load, url: b, metadata: {cmd: "hey -z 1m http://web"}}]}`;
    expect(strategyOf(canary(analysis))).toMatchObject({
      name: "blueGreenByFlagger",
      parameters: { mirror: true, mirrorWeight: 40, metrics: [{ name: "request-success-rate", min: 99 }] },
    });
    expect(strategyOf(canary(analysis.replace("mirror: true", "mirror: false")))?.parameters.metrics).toEqual([]);
  });

  test("is asked the query of its template where that is about errors or successes, in percent or not", () => {
    const analysis = `{interval: 30s, stepWeight: 10, metrics: [
      {name: errors, templateRef: {name: errors}, thresholdRange: {max: 0.02}, interval: 2m},
      {name: lag, templateRef: {name: lag}, thresholdRange: {max: 500}}]}`;
    const template = (name: string, query: string) =>
      `---\napiVersion: flagger.app/v1beta1\nkind: MetricTemplate\nmetadata: {name: ${name}}\nspec: {query: '${query}'}\n`;
    const errors = template("errors", 'sum(rate(r{status=~"5.."}[1m])) / sum(rate(r[1m]))');
    const lag = template("lag", "histogram_quantile(0.99, sum(rate(r_bucket[1m])) by (le))");
    expect(strategyOf(canary(analysis) + errors + lag)?.parameters.metrics).toMatchObject([
      {
        min: null,
        max: 2,
        interval: 120_000_000,
        query: expect.stringMatching(/^100 \* .*args\.version.*args\.interval/),
      },
    ]);
  });
});

describe("a strategy by Flagger's rules, written as a Canary", () => {
  const scenario = `apiVersion: drydock/v1
name: web
service: {replicas: 4}
strategies:
  - canaryByFlagger:
      stepWeights: [1, 5, 20]
      maxSurge: 1
      metrics:
        - {min: 98}
        - {max: 1, min: null, query: '100 * sum(rate(http_requests_total{version="{{args.version}}",code="500"}[{{args.interval}}]))'}
      webhooks: [{type: confirm-promotion, opensAfter: 7m}]
`;
  const read = (text: string) => {
    const reading = readScenario(text);
    if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join("; "));
    return reading.value;
  };
  const written = () => {
    const before = read(scenario);
    const [strategy] = before.strategies;
    if (strategy === undefined) throw new Error("no strategy");
    const text = writeManifests(before, { strategy, as: "flagger", file: dataOf(scenario) });
    if ("complaint" in text) throw new Error(text.complaint.message);
    return text.value;
  };
  const flaggerOf = (text: string) => {
    const reading = readManifests(text);
    if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join("; "));
    return reading.value.scenario.strategies.find(({ name }) => name === "canaryByFlagger")?.parameters;
  };

  test("says what a Canary can say, also to those who take the annotation away", () => {
    const bare = flaggerOf(written().replace(/^ {4}drydock\/scenario:.*$/m, "    other: x"));
    const { webhooks: _, ...sayable } = read(scenario).strategies[0]?.parameters ?? {};
    expect(bare).toEqual({ ...sayable, webhooks: [], stepWeight: 0, maxWeight: 100 });
  });

  test("keeps what no Canary can say when the manifest is edited", () => {
    const edited = flaggerOf(written().replace("threshold: 1\n", "threshold: 9\n"));
    expect(edited).toMatchObject({ threshold: 9, webhooks: [{ type: "confirm-promotion", opensAfter: 420_000_000 }] });
  });
});
