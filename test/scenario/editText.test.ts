import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Changes, editScenario } from "../../src/scenario/edit.ts";
import { editText } from "../../src/scenario/editText.ts";
import { firstTimeOf } from "../../src/scenario/faultPlacement.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { REGISTRY } from "../../src/scenario/registered.ts";
import type { FaultUse, Scenario } from "../../src/scenario/scenario.ts";

const FOLDER = join(import.meta.dirname, "../../scenarios");
const texts = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".yaml"))
  .sort()
  .map((file) => readFileSync(join(FOLDER, file), "utf8"));

function read(text: string): Scenario {
  const reading = readScenario(text);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
}

/** Without the claims, which may speak of strategies that are no longer compared. */
function withoutClaims(text: string): string {
  return text.replace(/^expect:[\s\S]*$/m, "");
}

/** Some of the scenario's own faults, moved or not, and some others. */
function faultsOf({ faults }: Scenario): fc.Arbitrary<NonNullable<Changes["faults"]>> {
  const at = fc.integer({ min: 0, max: 600_000 }).map((ms) => ms * 1000);
  const own = fc.subarray([...faults.keys()]).chain((chosen) =>
    fc.tuple(
      ...chosen.map((own) =>
        fc.record({
          own: fc.constant(own),
          at: firstTimeOf(faults[own] as FaultUse) === null ? fc.constant(null) : fc.option(at),
        }),
      ),
    ),
  );
  const added = fc.record({
    added: fc.constant("podKill"),
    at,
    parameters: fc.constantFrom({}, { pods: 3 }, { pod: "web-7d" }),
  });
  return fc.tuple(own, fc.array(added, { maxLength: 2 })).map(([kept, more]) => [...kept, ...more]);
}

const changes: fc.Arbitrary<Changes> = fc.record(
  {
    errorShare: fc.integer({ min: 0, max: 1000 }).map((permille) => permille / 1000),
    replicas: fc.integer({ min: 1, max: 40 }),
    boot: fc.integer({ min: 0, max: 120 }).map((seconds) => seconds * 1_000_000),
    rate: fc.integer({ min: 1, max: 2000 }),
    seed: fc.oneof(
      fc.nat().map(String),
      fc.string({ minLength: 1, maxLength: 40, unit: "grapheme-ascii" }).filter((seed) => !seed.includes("\n")),
    ),
    strategies: fc.subarray(
      REGISTRY.strategies.map(({ name }) => name),
      { minLength: 1 },
    ),
  },
  { requiredKeys: [] },
);

describe("changes written into the text of a scenario", () => {
  test("read back as the changed scenario, for every scenario file and any change", () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), changes, (file, change) => {
        const text = withoutClaims(file);
        const edited = editScenario(read(text), change);
        if (!edited.ok) return;
        expect(read(editText(text, edited.value, change))).toEqual(edited.value);
      }),
      { numRuns: 200 },
    );
  });

  test("of faults read back as well, whether they were the file's own or are new", () => {
    const cases = fc
      .constantFrom(...texts)
      .map(withoutClaims)
      .chain((text) => fc.record({ text: fc.constant(text), faults: faultsOf(read(text)) }));
    fc.assert(
      fc.property(cases, ({ text, faults }) => {
        const edited = editScenario(read(text), { faults });
        if (!edited.ok) return;
        expect(read(editText(text, edited.value, { faults }))).toEqual(edited.value);
      }),
      { numRuns: 150 },
    );
  });

  test("leave comments and everything else as it was", () => {
    const [file] = texts;
    const text = file ?? "";
    const edited = editScenario(read(text), { replicas: 7 });
    if (!edited.ok) throw new Error("7 replicas are refused");
    const lines = editText(text, edited.value, { replicas: 7 }).split("\n");
    expect(lines.filter((line) => line.includes("#"))).toEqual(text.split("\n").filter((line) => line.includes("#")));
    expect(lines.some((line) => /replicas: 7/.test(line))).toBe(true);
  });
});
