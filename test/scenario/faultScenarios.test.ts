import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../../scripts/packages.mjs";
import { checkExpectations } from "../../src/experiment/expectations.ts";
import { faults } from "../../src/faults/index.ts";
import { readScenario } from "../../src/scenario/read.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

const FOLDER = join(ROOT, "scenarios/faults");
const scenarios = readdirSync(FOLDER).map((file): readonly [string, Scenario] => {
  const reading = readScenario(readFileSync(join(FOLDER, file), "utf8"));
  if (!reading.ok) throw new Error(`${file}: ${JSON.stringify(reading.problems)}`);
  return [file, reading.value];
});
const kindsOf = ({ release, faults: ofTheWorld }: Scenario) =>
  [...release.faults, ...ofTheWorld].map(({ kind }) => kind);

/** Shown by scenarios of other folders. */
const SHOWN_ELSEWHERE = ["errorShare", "slowdown", "neverReady", "deadlock", "nodeFailure"];

describe("the scenarios of faults", () => {
  test.each(faults.map(({ name }) => name).filter((name) => !SHOWN_ELSEWHERE.includes(name)))(
    "there is one for %s",
    (name) => {
      expect(scenarios.filter(([, scenario]) => kindsOf(scenario).includes(name)).length).toBeGreaterThan(0);
    },
  );

  test.each(scenarios)("%s claims something that is the fault's doing", (_file, scenario) => {
    const once = scenario.expect.map((claim) => ({ ...claim, seeds: 1 }));
    const without = {
      ...scenario,
      dependencies: [],
      faults: [],
      release: { ...scenario.release, faults: [] },
      expect: once,
    };
    const failed = checkExpectations(without).filter(({ holds }) => !holds);
    expect(failed.length).toBeGreaterThan(0);
  });
});
