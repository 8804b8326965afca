import { describe, expect, test } from "vitest";
import { readManifests } from "../../src/scenario/manifests/read.ts";
import type { Problem } from "../../src/scenario/problem.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { ADAPTED, type Adapted, NOT_OURS } from "./badInputCases.ts";
import { hasShared, readShared } from "./shared.ts";

const CATALOGUE = "data/bad-inputs.json";

interface Case {
  readonly id: string;
  readonly cls: string;
  readonly title: string;
  readonly input: string;
  readonly expect: "error" | "warning" | "accept";
}

/** Links and the command line have their own tests, where they are handled. */
const ELSEWHERE = ["link", "cli"];

function read(adapted: Adapted, input: string): { readonly ok: boolean; readonly problems: readonly Problem[] } {
  const text = adapted.text ?? input;
  return adapted.by === "scenario" ? readScenario(text) : readManifests(text);
}

describe.skipIf(!hasShared(CATALOGUE))(
  `the catalogue of bad inputs (skipped where ../shared/${CATALOGUE} is absent)`,
  () => {
    const { cases } = hasShared(CATALOGUE) ? (JSON.parse(readShared(CATALOGUE)) as { cases: Case[] }) : { cases: [] };
    const ours = cases.filter(({ cls }) => !ELSEWHERE.includes(cls));

    test("is adapted case by case, or the reason is given", () => {
      const spokenOf = [...Object.keys(ADAPTED), ...Object.keys(NOT_OURS)].sort();
      expect(spokenOf).toEqual(ours.map(({ id }) => id).sort());
      expect(ours.length).toBeGreaterThan(90);
    });

    test.each(ours.filter(({ id }) => id in ADAPTED))("$id: $title → $expect", ({ id, input, expect: wanted }) => {
      const adapted = ADAPTED[id] as Adapted;
      const { ok, problems } = read(adapted, input);
      expect(ok).toBe(wanted !== "error");
      if (wanted === "accept") {
        expect(problems).toEqual([]);
        return;
      }
      const problem = problems.find(({ code }) => code === adapted.code);
      expect(problem, JSON.stringify(problems.slice(0, 3))).toMatchObject({ severity: wanted, code: adapted.code });
      if (problem === undefined) return;
      if (adapted.at !== undefined) expect([problem.line, problem.column]).toEqual(adapted.at);
      for (const words of adapted.says ?? []) expect(`${problem.message}. ${problem.fix}`).toContain(words);
      expect(problem.fix).not.toBe("");
    });
  },
);

test("a polluting key reaches no prototype", () => {
  readScenario("apiVersion: drydock/v1\nname: web\n__proto__: {polluted: 1}\nservice: {__proto__: {polluted: 1}}\n");
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});
