import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalScenario } from "../../src/scenario/canonical.ts";
import { readManifests } from "../../src/scenario/manifests/read.ts";
import { type PRODUCTS, writeManifests } from "../../src/scenario/manifests/write/write.ts";
import { printYaml } from "../../src/scenario/print.ts";
import { dataOf, readScenario } from "../../src/scenario/read.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

const ROLLOUT = `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: web}
spec:
  replicas: 4
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "web:1.2", resources: {requests: {cpu: 100m, memory: 64Mi}}}]}
`;

const TEMPLATE = `---
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: {name: success}
spec:
  args: [{name: service}, {name: least, value: "0.95"}]
  metrics:
    - name: success-rate
      interval: 30s
      count: 3
      failureLimit: 1
      successCondition: result[0] >= {{args.least}}
      provider:
        prometheus:
          query: |
            sum(rate(http_requests_total{service="{{args.service}}",code!~"5.*"}[1m]))
            / sum(rate(http_requests_total{service="{{args.service}}"}[1m]))
`;

function read(text: string) {
  const reading = readManifests(text);
  if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join("; "));
  return { ...reading.value, problems: reading.problems };
}

const own = ({ scenario }: { readonly scenario: Scenario }, name: string) =>
  scenario.strategies.find((one) => one.name === name)?.parameters;

describe("a Rollout manifest", () => {
  const canary = `${ROLLOUT}  strategy:
    canary:
      stableService: web
      canaryService: web-canary
      trafficRouting: {nginx: {stableIngress: web}}
      maxSurge: "3"
      steps:
        - setCanaryScale: {replicas: 2}
        - setWeight: 20
        - pause: {duration: 90}
        - analysis: {templates: [{templateName: success}], args: [{name: service, value: web}]}
        - setHeaderRoute: {name: beta, match: [{headerName: x, headerValue: {exact: "1"}}]}
        - pause: {}
`;

  test("keeps every step of its own, in Argo's order, and waits for a person where it says so", () => {
    expect(own(read(canary + TEMPLATE), "canary")).toMatchObject({
      trafficRouting: true,
      maxSurge: "3%",
      promoteAfter: 300_000_000,
      steps: [
        { setCanaryScale: { replicas: 2 } },
        { setWeight: 20 },
        { pause: { duration: 90_000_000 } },
        { analysis: { metrics: [{ name: "success-rate", measures: "successRatio", answers: "vector", count: 3 }] } },
        { setHeaderRoute: { name: "beta" } },
        { pause: {} },
      ],
    });
  });

  test("has the arguments of its templates filled in, and hears of one without a value", () => {
    const whole = read(canary + TEMPLATE);
    expect(whole.problems.map(({ code }) => code)).toEqual(["no-effect"]);
    expect(JSON.stringify(own(whole, "canary"))).toContain("result[0] >= 0.95");
    const { problems } = read(canary.replace(", args: [{name: service, value: web}]", "") + TEMPLATE);
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toContain("argument-unresolved spec.args[0]");
  });

  test("says what a template that is not in the file comes to", () => {
    const { problems, fields } = read(canary);
    expect(problems.map(({ code }) => code)).toContain("no-analysis-template");
    expect(fields.find(({ path }) => path.endsWith("templateName"))?.use).toBe("assumed");
  });

  test("is rehearsed for as long as its steps take", () => {
    const long = canary.replace("duration: 90}", "duration: 2h}");
    expect(read(long).scenario.duration).toBeGreaterThan(2 * 3600 * 1_000_000);
  });

  test.each([
    ["neither strategy", `${ROLLOUT}  strategy: {}\n`, "no-strategy"],
    ["both strategies", `${ROLLOUT}  strategy: {canary: {}, blueGreen: {activeService: web}}\n`, "two-strategies"],
    ["two steps in one", `${ROLLOUT}  strategy: {canary: {steps: [{setWeight: 1, pause: {}}]}}\n`, "not-one-step"],
    ["no duration", `${ROLLOUT}  strategy: {canary: {steps: [{pause: {duration: soon}}]}}\n`, "bad-duration"],
    ["an unrendered chart", ROLLOUT.replace("replicas: 4", "replicas: {{ .Values.n }}"), "template"],
  ])("is refused with %s", (_what, text, code) => {
    const reading = readManifests(text);
    expect(reading.ok).toBe(false);
    expect(reading.problems.map((problem) => problem.code).join(" ")).toContain(code);
  });

  test("takes the pods of the Deployment it refers to", () => {
    const [head = "", pods = ""] = ROLLOUT.split("  template:\n");
    const deployment = `---\n${head.replace("argoproj.io/v1alpha1", "apps/v1").replace("Rollout", "Deployment")}  template:\n${pods}`;
    const rollout = `${head}  workloadRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n  strategy: {blueGreen: {activeService: web}}\n`;
    expect(read(rollout + deployment).scenario.service.cpuMilli).toBe(100);
  });
});

/** A manifest and back. */
function thereAndBack(
  text: string,
  strategy: string,
  as: (typeof PRODUCTS)[number],
): { before: Scenario; written: string } {
  const reading = readScenario(text);
  if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join("; "));
  const use = reading.value.strategies.find(({ name }) => name === strategy);
  if (use === undefined) throw new Error(`no ${strategy}`);
  const written = writeManifests(reading.value, { strategy: use, as, file: dataOf(text) });
  if ("complaint" in written) throw new Error(written.complaint.message);
  return { before: reading.value, written: written.value };
}

function imported(written: string): Scenario {
  const { file } = read(written);
  const reading = readScenario(printYaml(file));
  if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join("; "));
  return reading.value;
}

const WRITABLE = [
  ["rolling", "deployment"],
  ["recreate", "deployment"],
  ["canary", "argo-rollouts"],
  ["blueGreen", "argo-rollouts"],
  ["canaryByFlagger", "flagger"],
  ["blueGreenByFlagger", "flagger"],
  ["abTestByFlagger", "flagger"],
] as const;

describe("a scenario written as manifests", () => {
  const folder = join(import.meta.dirname, "../../scenarios");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yaml"));

  test.each(files)("%s reads back as the same scenario", (name) => {
    const text = readFileSync(join(folder, name), "utf8");
    const reading = readScenario(text);
    if (!reading.ok) throw new Error(name);
    for (const [strategy, as] of WRITABLE) {
      if (!reading.value.strategies.some((one) => one.name === strategy)) continue;
      const { before, written } = thereAndBack(text, strategy, as);
      expect(canonicalScenario(imported(written))).toBe(canonicalScenario(before));
    }
  });

  test("does so whatever the service and the steps", () => {
    const step = fc.oneof(
      fc.integer({ min: 0, max: 100 }).map((setWeight) => ({ setWeight })),
      fc.integer({ min: 1, max: 9 }).map((replicas) => ({ setCanaryScale: { replicas } })),
      fc.constantFrom({ pause: {} }, { pause: { duration: "90s" } }, { analysis: {} }, { plugin: { name: "own" } }),
      fc.integer({ min: 1, max: 99 }).map((percent) => ({ weight: `${percent}%`, pause: "30s" })),
    );
    const scenarios = fc.record({
      replicas: fc.integer({ min: 1, max: 40 }),
      minReadySeconds: fc.integer({ min: 0, max: 60 }),
      preStop: fc.constantFrom("0s", "700ms", "5s"),
      steps: fc.array(step, { maxLength: 6 }),
      trafficRouting: fc.boolean(),
    });
    fc.assert(
      fc.property(scenarios, ({ steps, trafficRouting, ...service }) => {
        const file = {
          apiVersion: "drydock/v1",
          name: "web",
          service,
          strategies: [{ canary: { steps, trafficRouting } }],
        };
        const { before, written } = thereAndBack(JSON.stringify(file), "canary", "argo-rollouts");
        expect(canonicalScenario(imported(written))).toBe(canonicalScenario(before));
      }),
      { numRuns: 60 },
    );
  });

  test("carries an edit of the manifest over, and only that", () => {
    const text = "apiVersion: drydock/v1\nname: web\nservice: {replicas: 6, boot: 9s}\nstrategies: [canary, rolling]\n";
    const { before, written } = thereAndBack(text, "canary", "argo-rollouts");
    const after = imported(
      written.replace("replicas: 6\n", "replicas: 7\n").replace("setWeight: 5\n", "setWeight: 10\n"),
    );
    expect(after.service).toEqual({ ...before.service, replicas: 7 });
    expect(own({ scenario: after }, "canary")).toMatchObject({ steps: expect.arrayContaining([{ setWeight: 10 }]) });
    expect(own({ scenario: after }, "rolling")).toEqual(own({ scenario: before }, "rolling"));
  });

  test("says as manifests what it says, also to those who take the annotation away", () => {
    const text =
      "apiVersion: drydock/v1\nname: web\nservice: {replicas: 6}\nstrategies: [{canary: {steps: [{weight: 10%}]}}]\n";
    const { written } = thereAndBack(text, "canary", "argo-rollouts");
    const bare = read(written.replace(/^ {4}drydock\/scenario:.*$/m, "    other: x"));
    expect(bare.scenario.service.replicas).toBe(6);
    expect(own(bare, "canary")).toMatchObject({
      steps: [{ setWeight: 10 }, { pause: { duration: 60_000_000 } }],
      analysis: {
        startingStep: 1,
        metrics: [{ measures: "errorRatio", successCondition: "len(result) == 0 || result[0] <= 0.01" }],
      },
    });
  });

  test("is refused where the product has no such strategy", () => {
    expect(() =>
      thereAndBack("apiVersion: drydock/v1\nname: web\nstrategies: [canary]\n", "canary", "deployment"),
    ).toThrow("canary cannot be written as deployment");
  });
});
