import { describe, expect, test } from "vitest";
import { canonicalScenario } from "../../src/scenario/canonical.ts";
import { type Changes, centreOf, editScenario, errorShareOf } from "../../src/scenario/edit.ts";
import { firstTimeOf } from "../../src/scenario/faultPlacement.ts";
import { readScenario } from "../../src/scenario/read.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

const HEAD = "apiVersion: drydock/v1\nname: web\n";

function read(lines: string): Scenario {
  const reading = readScenario(`${HEAD}${lines}`);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
}

function edit(scenario: Scenario, changes: Changes): Scenario {
  const reading = editScenario(scenario, changes);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
}

describe("a changed scenario", () => {
  test("is the one that a file with these values describes", () => {
    const before = read(
      "service: {replicas: 10, boot: {lognormal: {median: 8s, sigma: 0.3}}}\nrelease: {faults: [{errorShare: {share: 5%}}]}\n",
    );
    const after = read(
      "seed: other\nservice: {replicas: 40, boot: {lognormal: {median: 20s, sigma: 0.3}}}\ntraffic: {rate: 50/s}\nrelease: {faults: [{errorShare: {share: 30%}}]}\n",
    );
    expect(edit(before, { replicas: 40, boot: 20_000_000, rate: 50, errorShare: 0.3, seed: "other" })).toEqual(after);
  });

  test("stays as it is where nothing is changed", () => {
    const before = read("");
    expect(edit(before, {})).toEqual(before);
  });

  test("keeps nodes that were chosen by hand", () => {
    const before = read("service: {replicas: 4}\ncluster: {nodes: {count: 5}}\n");
    expect(edit(before, { replicas: 5 }).cluster).toEqual(before.cluster);
  });

  test("scales a rate that changes over time as a whole", () => {
    const before = read("traffic: {rate: [{rate: 100/s}, {from: 2m, rate: 300/s}]}\n");
    expect(edit(before, { rate: 50 }).traffic.rate.map(({ perSecond }) => perSecond)).toEqual([50, 150]);
  });

  test("gains the error share as a fault of the release, and loses it at 0", () => {
    const bad = edit(read("release: {faults: [neverReady]}\n"), { errorShare: 0.2 });
    expect(bad.release.faults.map(({ kind }) => kind)).toEqual(["errorShare", "neverReady"]);
    expect(errorShareOf(bad)).toBe(0.2);
    expect(errorShareOf(edit(bad, { errorShare: 0 }))).toBe(0);
  });

  test.each([
    ["8s", 8_000_000],
    ["{lognormal: {median: 8s, sigma: 1}}", 8_000_000],
    ["{exponential: {mean: 8s}}", 8_000_000],
    ["{gamma: {shape: 2, mean: 8s}}", 8_000_000],
    ["{uniform: {low: 6s, high: 10s}}", 8_000_000],
    ["{empirical: [6s, 10s]}", 8_000_000],
  ])("has its boot time %s stretched to the new centre", (law, centre) => {
    const before = read(`service: {boot: ${law}}\n`);
    expect(centreOf(before.service.boot)).toBe(centre);
    const after = edit(before, { boot: 2_000_000 });
    expect(centreOf(after.service.boot)).toBe(2_000_000);
    expect(after.service.boot.law).toBe(before.service.boot.law);
  });

  test("compares the strategies that are wanted, with the parameters the file gave them, in the order of the list", () => {
    const before = read("strategies: [recreate, {rolling: {maxSurge: 3}}]\n");
    const after = edit(before, { strategies: ["canary", "rolling"] });
    expect(after.strategies.map(({ name }) => name)).toEqual(["rolling", "canary"]);
    expect(after.strategies[0]).toEqual(before.strategies[1]);
    expect(editScenario(before, { strategies: ["prayer"] }).problems[0]?.code).toBe("unknown-strategy");
    expect(editScenario(before, { strategies: [] }).ok).toBe(false);
  });

  test("has the faults that are placed: its own moved, kept or left out, and others added with their defaults", () => {
    const before = read("faults: [{podKill: {at: 1m, pods: 2}}, {nodeFailure: {at: {first: 2m, every: 1m}}}]\n");
    const after = edit(before, {
      faults: [
        { own: 1, at: 30_000_000 },
        { own: 0, at: null },
        { added: "podKill", at: 10_500_000, parameters: { pod: "web-1" } },
      ],
    });
    expect(after.faults).toEqual(
      read(
        "faults: [{nodeFailure: {at: {first: 30s, every: 1m}}}, {podKill: {at: 1m, pods: 2}}, {podKill: {at: 10500ms, pod: web-1}}]\n",
      ).faults,
    );
    expect(after.faults.map(firstTimeOf)).toEqual([30_000_000, 60_000_000, 10_500_000]);
    expect(edit(before, { faults: [] }).faults).toEqual([]);
  });

  test("has no fault that there is not", () => {
    const before = read("faults: [{podKill: {at: {randomly: 4/h}}}]\n");
    const codes = (faults: Changes["faults"]) =>
      editScenario(before, faults === undefined ? {} : { faults }).problems.map(({ code, path }) => `${path} ${code}`);
    expect(codes([{ own: 4, at: null }])).toEqual(["faults[0] bad-fault"]);
    expect(codes([{ own: 0, at: 1 }])).toEqual(["faults[0] bad-fault"]);
    expect(codes([{ added: "errorShare", at: 1, parameters: {} }])).toEqual(["faults[0] bad-fault"]);
    expect(codes([{ added: "podKill", at: 1, parameters: { pods: -1 } }])).toEqual([
      "faults[0].podKill.pods out-of-range",
    ]);
  });

  test("is checked as a file would be", () => {
    const codes = (changes: Changes) =>
      editScenario(read("cluster: {nodes: {count: 3}}\n"), changes).problems.map(({ code, path }) => `${path} ${code}`);
    expect(codes({ replicas: 0 })).toEqual(["service.replicas out-of-range"]);
    expect(codes({ replicas: 2.5, rate: -1 })).toEqual(["service.replicas out-of-range", "traffic.rate out-of-range"]);
    expect(codes({ errorShare: 5 })).toEqual(["release.faults.errorShare out-of-range"]);
    expect(codes({ replicas: 1000 })).toEqual(["cluster.nodes too-few-nodes"]);
    expect(codes({ rate: 900_000 })).toEqual(["traffic.rate limit-exceeded"]);
    expect(codes({ rate: Number.NaN })).toEqual(["traffic.rate out-of-range"]);
  });
});

describe("the canonical text", () => {
  test("is the same however the file was laid out", () => {
    const loose = readScenario(
      "name: web\n# a comment\n\nservice:\n  replicas: 10\napiVersion: drydock/v1\nexpect:\n\n  - rolling.peak_pods > 1\n",
    );
    const tight = readScenario("{apiVersion: drydock/v1, name: web, expect: [rolling.peak_pods > 1]}");
    expect(loose.ok && tight.ok && canonicalScenario(loose.value) === canonicalScenario(tight.value)).toBe(true);
  });

  test("is another one for every change", () => {
    const scenario = read("");
    const texts = [{}, { seed: "2" }, { replicas: 11 }, { rate: 1 }, { boot: 1 }, { errorShare: 0.1 }].map((changes) =>
      canonicalScenario(edit(scenario, changes)),
    );
    expect(new Set(texts).size).toBe(texts.length);
  });

  test("is JSON of the scenario, with sorted keys", () => {
    const scenario = read("");
    const { lesson: _, ...world } = scenario;
    expect(JSON.parse(canonicalScenario(scenario))).toEqual(JSON.parse(JSON.stringify(world)));
    expect(canonicalScenario(scenario).startsWith('{"actions":[],"advise":{')).toBe(true);
  });
});
