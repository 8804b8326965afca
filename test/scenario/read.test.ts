import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Problem } from "../../src/scenario/problem.ts";
import { readScenario } from "../../src/scenario/read.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { TEST_REGISTRY } from "./registry.ts";

const HEAD = "apiVersion: drydock/v1\nname: web\n";

function problemsOf(lines: string): readonly Problem[] {
  return readScenario(`${HEAD}${lines}`, { registry: TEST_REGISTRY }).problems;
}

function codes(lines: string): string[] {
  return problemsOf(lines).map(
    ({ line, column, code, severity }) => `${line}:${column} ${code}${severity === "warning" ? "?" : ""}`,
  );
}

function mustRead(lines: string): Scenario {
  const reading = readScenario(`${HEAD}${lines}`, { registry: TEST_REGISTRY });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
}

describe("a scenario of two lines", () => {
  const scenario = mustRead("");

  test("is the default world, with every strategy there is", () => {
    expect(scenario.service).toMatchObject({
      replicas: 10,
      cpuMilli: 500,
      terminationGracePeriod: 30_000_000,
      preStop: 0,
    });
    expect(scenario.service.readinessProbe).toEqual({
      initialDelay: 0,
      period: 10_000_000,
      timeout: 1_000_000,
      successThreshold: 1,
      failureThreshold: 3,
    });
    expect(scenario.traffic).toMatchObject({
      rate: [{ from: 0, perSecond: 500 }],
      users: { count: 10_000, activity: { law: "zipf", exponent: 1 } },
    });
    expect(scenario.strategies.map(({ name }) => name)).toEqual(["recreate", "rolling", "canary"]);
    expect(scenario.release.faults).toEqual([]);
  });

  test("is called by its name in both languages", () => {
    expect([scenario.title, scenario.shows]).toEqual([
      { en: "web", ko: "web" },
      { en: "web", ko: "web" },
    ]);
  });

  test("has nodes for two and a half times the pods, the same number in each zone", () => {
    expect(scenario.cluster.nodes).toHaveLength(6);
    expect(new Set(scenario.cluster.nodes.map(({ zone }) => zone)).size).toBe(3);
  });
});

describe("a scenario file", () => {
  test("takes one text for both languages, or one for each", () => {
    expect(mustRead("title: Hello\n").title).toEqual({ en: "Hello", ko: "Hello" });
    expect(mustRead("title: {en: Hello, ko: 안녕}\n").title).toEqual({ en: "Hello", ko: "안녕" });
  });

  test("counts rates from the start of the window, the run from the start of the warm-up", () => {
    const { traffic, warmup } = mustRead("warmup: 1m\ntraffic: {rate: [{rate: 100/s}, {from: 2m, rate: 300/min}]}\n");
    expect(traffic.rate).toEqual([
      { from: 0, perSecond: 100 },
      { from: warmup + 120_000_000, perSecond: 5 },
    ]);
  });

  test("takes strategies and faults by name alone, or with parameters", () => {
    const { strategies, faults, release } = mustRead(
      "strategies: [recreate, {rolling: {maxSurge: 1}}, {canary: }]\nrelease: {faults: [errorShare]}\nfaults: [{podKill: {at: 2m}}]\n",
    );
    expect(strategies).toEqual([
      { name: "recreate", parameters: {} },
      { name: "rolling", parameters: { maxSurge: 1, maxUnavailable: "25%" } },
      { name: "canary", parameters: { steps: [] } },
    ]);
    expect(release.faults).toEqual([{ kind: "errorShare", parameters: { share: 0.05 } }]);
    expect(faults).toEqual([{ kind: "podKill", parameters: { at: 120_000_000, pods: 1 } }]);
  });

  test("takes a readiness probe away with null", () => {
    expect(mustRead("service: {readinessProbe: null}\n").service.readinessProbe).toBeNull();
  });

  test("keeps a seed as the text it was written as", () => {
    expect([mustRead("seed: 42\n").seed, mustRead('seed: "042"\n').seed]).toEqual(["42", "042"]);
  });

  test("may be JSON", () => {
    expect(readScenario('{"apiVersion": "drydock/v1", "name": "web", "traffic": {"rate": "5/s"}}').ok).toBe(true);
  });
});

describe("all mistakes of a file", () => {
  test("are reported at once, in the order of the text, each at its place", () => {
    expect(
      codes(
        [
          "titel: x",
          "duration: 15",
          "service:",
          "  replicas: many",
          "  resources: {cpu: 100M, memory: }",
          "  capacity: {serviceTime: {lognormal: {mean: 20ms}}}",
          "traffic: {balancer: roundrobin, client: {retries: {max: 11}}}",
          "release: {faults: [{errorShare: {shard: 1}}, podKil]}",
          "strategies: [canari]",
        ].join("\n"),
      ),
    ).toEqual([
      "3:1 unknown-field",
      "4:11 unit-missing",
      "6:13 not-a-number",
      "7:20 unit-wrong",
      "7:26 empty-value",
      "8:28 missing-field",
      "9:21 unknown-balancer",
      "9:57 out-of-range",
      "10:34 unknown-field",
      "10:46 unknown-fault",
      "11:14 unknown-strategy",
    ]);
  });

  test("carry the path, one sentence and what to do", () => {
    expect(problemsOf("traffic: {client: {timeout: 30}}\n")).toEqual([
      {
        severity: "error",
        code: "unit-missing",
        path: "traffic.client.timeout",
        line: 3,
        column: 29,
        message: "timeout: 30 needs a unit",
        fix: "write 30s (seconds), 30ms or 30m (minutes)",
      },
    ]);
  });

  test("are said once, though both YAML and the schema object", () => {
    expect(codes("service: {replicas: .nan}\n")).toEqual(["3:21 not-finite"]);
    expect(codes("seed: 9007199254740993\n")).toEqual(["3:7 not-exact"]);
  });

  test("include the fields that must be there", () => {
    const reading = readScenario("title: x\n");
    expect(reading.problems.map(({ code, message }) => [code, message])).toEqual([
      ["missing-field", 'the field "apiVersion" is missing'],
      ["missing-field", 'the field "name" is missing'],
    ]);
  });

  test("name the field that was meant, unless nothing is near", () => {
    const [near] = problemsOf("servce: {}\n");
    const [far] = problemsOf("banana: {}\n");
    expect(near?.fix).toBe('did you mean "service"?');
    expect(far?.fix).toContain("known here: apiVersion, name, title");
  });
});

describe("a preStop hook in a grace period of 30 s", () => {
  const signals = (time: string) => `SIGTERM comes after ${time}, and SIGKILL 2s later whatever is left to finish`;

  test.each([
    ["29s", `preStop (29s) leaves 1s of the grace period: ${signals("29s")}`],
    ["28.5s", `preStop (28.5s) leaves 1.5s of the grace period: ${signals("28.5s")}`],
    ["30s", `preStop (30s) uses up the grace period: ${signals("30s")}`],
    ["40s", `preStop (40s) uses up the grace period: ${signals("30s")}`],
  ])("of %s leaves less than the two seconds that the kubelet grants anyway", (preStop, message) => {
    expect(problemsOf(`service: {preStop: ${preStop}}\n`)).toMatchObject([{ code: "grace-too-short", message }]);
  });

  test.each(["0s", "1s", "28s"])("of %s leaves two seconds or more, and nothing is said", (preStop) => {
    expect(problemsOf(`service: {preStop: ${preStop}}\n`)).toEqual([]);
  });

  test("does not run where there is no grace at all", () => {
    expect(problemsOf("service: {preStop: 5s, terminationGracePeriodSeconds: 0}\n")).toMatchObject([
      { message: "preStop (5s) does not run: without a grace period a pod is removed at once" },
    ]);
    expect(problemsOf("service: {terminationGracePeriodSeconds: 0}\n")).toEqual([]);
  });
});

describe("fields that contradict one another", () => {
  test.each([
    ["duration: 5m\nreleaseAt: 5m\n", ["4:12 out-of-range"]],
    ["service: {minReadySeconds: 600}\n", ["3:1 out-of-range"]],
    ["release: {from: v1, to: v1}\n", ["3:25 same-version"]],
    ["service: {preStop: 30s}\n", ["3:20 grace-too-short?"]],
    ["monitoring: {scrapeInterval: 20s, window: 30s}\n", ["3:43 window-too-short"]],
    ["strategies: []\n", ["3:1 empty-list"]],
    ["strategies: [rolling, {rolling: {maxSurge: 1}}]\n", ["3:23 duplicate-strategy"]],
    ["strategies: [{rolling: {maxSurge: 0, maxUnavailable: 0%}}]\n", ["3:54 both-zero"]],
    ["service: {replicas: 3}\nstrategies: [{rolling: {maxSurge: 0, maxUnavailable: 33%}}]\n", ["4:54 rounds-to-zero?"]],
    ["service: {replicas: 4}\nstrategies: [{rolling: {maxSurge: 0, maxUnavailable: 25%}}]\n", []],
    ["strategies: [{rolling: {maxSurge: 11}}]\n", ["3:35 percent-doubtful?"]],
    ["service: {resources: {cpu: 5}}\ncluster: {nodes: {cpu: 4}}\n", ["3:11 pod-too-large"]],
    ["service: {resources: {cpu: 5}}\n", []],
    ["service: {replicas: 100}\ncluster: {nodes: {count: 3}}\n", ["4:11 too-few-nodes"]],
    ["prices: {cpuHour: 1.01}\n", []],
    ["prices: {cpuHour: 1.02}\n", ["3:19 price-doubtful?"]],
    ["duration: 1h\ntraffic: {rate: 54000/s}\n", []],
    ["duration: 1h\ntraffic: {rate: 56000/s}\n", ["4:17 limit-exceeded"]],
  ])("%j are reported: %j", (lines, wanted) => {
    expect(codes(lines)).toEqual(wanted);
  });

  test("warn without refusing", () => {
    expect(readScenario(`${HEAD}service: {preStop: 30s}\n`).ok).toBe(true);
  });
});

test("a Kubernetes manifest is told apart from a scenario with mistakes", () => {
  const { problems } = readScenario("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n");
  expect(problems).toMatchObject([
    { code: "not-a-scenario", message: "this is a Kubernetes manifest (kind Deployment), not a scenario" },
  ]);
});

test("no mangled scenario makes the reader throw, and whatever number it accepts is finite", () => {
  const text = `${HEAD}service:\n  replicas: 3\n  boot: {lognormal: {median: 8s, sigma: 0.3}}\ntraffic: {rate: 500/s}\nstrategies: [rolling, {canary: {steps: [{weight: 5%, pause: 1m}]}}]\nexpect: [canary.hurt_users < 0.5 * rolling.hurt_users]\n`;
  const mangled = fc
    .tuple(fc.nat(text.length), fc.nat(12), fc.string({ maxLength: 6 }))
    .map(([at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut));
  fc.assert(
    fc.property(mangled, (given) => {
      const reading = readScenario(given, { registry: TEST_REGISTRY });
      if (!reading.ok) expect(reading.problems.length).toBeGreaterThan(0);
      else
        JSON.stringify(reading.value, (_, value: unknown) => {
          if (typeof value === "number") expect(value).toSatisfy(Number.isFinite);
          return value;
        });
    }),
    { numRuns: 400 },
  );
});
