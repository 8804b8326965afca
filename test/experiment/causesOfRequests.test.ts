import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../../scripts/packages.mjs";
import { explain } from "../../src/experiment/explain.ts";
import type { RequestExplanation } from "../../src/experiment/explainRequest.ts";
import { simulate } from "../../src/experiment/simulate.ts";
import type { Run } from "../../src/record/run.ts";
import { readScenario } from "../../src/scenario/read.ts";

function runOf(file: string, strategy = 0): Run {
  const reading = readScenario(readFileSync(join(ROOT, "scenarios/faults", `${file}.yaml`), "utf8"));
  const use = reading.ok ? reading.value.strategies[strategy] : undefined;
  if (!reading.ok || use === undefined) throw new Error(`${file} cannot be rehearsed`);
  return simulate(reading.value, use);
}

/** All failed requests of the sample, or every n-th of them, so that there are about 200. */
function failures(run: Run): readonly RequestExplanation[] {
  const { outcome } = run.traffic.sample;
  const failed = [...outcome.keys()].filter((index) => (outcome[index] as number) > 0);
  const step = Math.max(1, Math.floor(failed.length / 200));
  return failed.flatMap((index, place) => {
    if (place % step > 0) return [];
    const told = explain(run, { about: "request", index });
    return told.about === "request" ? [told] : [];
  });
}

/** The fault that a chain leads through; else what it began with. */
const blamed = ({ chain }: RequestExplanation) =>
  chain?.links.findLast(({ kind }) => kind === "faultStarted")?.subject ?? chain?.root.kind ?? "nothing";

describe("each failed request is told why, back to the fault", () => {
  test.each([
    ["breaking-migration-no-way-back", "breakingMigration"],
    ["data-corruption", "dataCorruption"],
    ["dependency-down-refuses", "dependencyDown"],
    ["connections-exhausted", "connectionsExhausted"],
    ["dns-failure", "dnsFailure"],
    ["network-partition-users", "networkPartition"],
    ["hot-user", "hotUser"],
    ["gray-failure", "grayFailure"],
  ])("in %s: %s", (file, kind) => {
    const told = failures(runOf(file));
    const because = told.filter((one) => blamed(one) === kind);
    // The service's own share of errors, 0.05 % of all requests, has no cause in the log.
    const ofThemselves = told.filter(({ reason }) => reason === "baselineErrors");
    expect(because.length).toBeGreaterThan(20);
    expect(because.length + ofThemselves.length).toBe(told.length);
    expect(ofThemselves.length / told.length).toBeLessThan(0.1);
  });
});

test("an error of a sound version is laid to the release that spoiled what both share", () => {
  const told = failures(runOf("data-corruption"));
  const spoiled = told.filter(({ reason }) => reason === "spoiledByRelease");
  expect(spoiled.length).toBeGreaterThan(20);
  for (const { pod, chain } of spoiled) {
    expect(pod?.version).toBe("v1");
    expect(chain?.root.kind).toBe("releaseSubmitted");
  }
});

test("what was seen follows from the fault, first signs only, in order of time", () => {
  const [told] = failures(runOf("gray-failure")).filter((one) => blamed(one) === "grayFailure");
  const seen = told?.seen ?? [];
  const kinds = seen.map(({ kind }) => kind);
  expect(kinds).toContain("alertFired");
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(seen.map(({ at }) => at)).toEqual(seen.map(({ at }) => at).toSorted((a, b) => a - b));
  const began = told?.chain?.links.find(({ kind }) => kind === "faultStarted")?.at ?? Number.POSITIVE_INFINITY;
  expect(seen.every(({ at }) => at >= began)).toBe(true);
});
