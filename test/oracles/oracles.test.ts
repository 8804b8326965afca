import { existsSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ExpectedQuantity, OracleAdapter, OracleCase } from "./adapter.ts";
import { adapters } from "./families.ts";
import { runCase, runDirectory, runFile, summary } from "./run.ts";
import { objection } from "./score.ts";

const CASES = join(import.meta.dirname, "../../../shared/oracles/cases");
const files = existsSync(CASES) ? readdirSync(CASES).filter((name) => name.endsWith(".json")) : [];
/** Some cases are answered by many simulated worlds. */
const PATIENCE = 120_000;

describe("the analytic cases", () => {
  if (files.length === 0) it.skip(`are not checked: ${CASES} is absent`);

  it.for(files)("%s agrees with the product", { timeout: PATIENCE }, (name, { skip }) => {
    const verdicts = runFile(join(CASES, name), adapters);
    expect(verdicts.filter(({ outcome }) => outcome === "failed")).toEqual([]);
    if (verdicts.every(({ outcome }) => outcome === "skipped")) skip(`${name}: no adapter`);
    expect(verdicts.some(({ outcome }) => outcome === "passed")).toBe(true);
  });
});

const quantity = (value: number | boolean, check: ExpectedQuantity["check"]): ExpectedQuantity => ({
  quantity: "x",
  value,
  unit: "1",
  formula: "",
  check,
});

describe("scoring", () => {
  const statistical = { kind: "statistical", replications: 60, max_rel_se: 0.01, z: 4 } as const;

  it("allows one tick where exactness is asked", () => {
    expect(objection(quantity(20, { kind: "exact" }), 20.0000009)).toBeUndefined();
    expect(objection(quantity(20, { kind: "exact" }), 20.00001)).toMatch(/off by/);
  });

  it("refuses a number that is a hair off a formula", () => {
    expect(objection(quantity(0.25, { kind: "numeric", rel: 1e-12 }), 0.25)).toBeUndefined();
    expect(objection(quantity(0.25, { kind: "numeric", rel: 1e-12 }), 0.25000000001)).toMatch(/off by/);
  });

  it("refuses an estimate that is too far off, and one that is too noisy to be wrong", () => {
    expect(objection(quantity(10, statistical), { value: 10.2, se: 0.1, reps: 60 })).toBeUndefined();
    expect(objection(quantity(10, statistical), { value: 10.5, se: 0.1, reps: 60 })).toMatch(
      /5.00 standard errors off/,
    );
    expect(objection(quantity(10, statistical), { value: 10, se: 5, reps: 60 })).toMatch(/wider than 0.1/);
    expect(objection(quantity(10, statistical), 10)).toMatch(/needs an estimate/);
  });

  it("holds a closed form to twelve digits where an estimate would do", () => {
    expect(objection(quantity(10, statistical), { closedForm: 10 })).toBeUndefined();
    expect(objection(quantity(10, statistical), { closedForm: 10.01 })).toMatch(/off by/);
  });

  it("refuses what is no finite number, and the wrong truth", () => {
    expect(objection(quantity(10, { kind: "bounded", abs: 1 }), Number.NaN)).toMatch(/no finite number/);
    expect(objection(quantity(true, { kind: "exact" }), false)).toMatch(/false is not it/);
    expect(objection(quantity(true, { kind: "exact" }), true)).toBeUndefined();
  });
});

describe("driving", () => {
  const oracle: OracleCase = {
    id: "X-SUM-01",
    family: "sums",
    title: "a sum",
    params: { a: 1, b: 2 },
    how_to_drive: "",
    assumptions: [],
    expect: [quantity(3, { kind: "exact" }), { ...quantity(4, { kind: "exact" }), quantity: "y" }],
  };
  const adding: OracleAdapter = {
    name: "adding",
    family: /^X-SUM-/,
    run: ({ params }) => ({ x: Number(params.a) + Number(params.b) }),
  };

  it("scores what is answered and names what is not", () => {
    const verdicts = runCase(oracle, [adding]);
    expect(summary(verdicts)).toBe("1 passed, 0 failed, 1 skipped");
    expect(verdicts[1]).toMatchObject({ quantity: "y", reason: "not computed" });
  });

  it("counts a case without an adapter, and a file that is no case, as skipped", () => {
    const directory = mkdtempSync(join(tmpdir(), "cases-"));
    writeFileSync(join(directory, "a.json"), JSON.stringify(oracle));
    writeFileSync(join(directory, "b.json"), JSON.stringify({ note: "known answers" }));
    const verdicts = runDirectory(directory, { adapters: [] });
    expect(summary(verdicts)).toBe("0 passed, 0 failed, 3 skipped");
    expect(verdicts[2]?.reason).toBe("not an oracle case");
  });

  it("counts an adapter that stops as failed, with its words", () => {
    const broken: OracleAdapter = {
      ...adding,
      run: () => {
        throw new Error("no such pod");
      },
    };
    expect(runCase(oracle, [broken])[0]).toMatchObject({ outcome: "failed", reason: "no such pod" });
  });

  it("does not let an adapter see the answers", () => {
    const peeking: OracleAdapter = { ...adding, run: ({ expect: wanted }) => ({ x: wanted[0]?.value ?? 0 }) };
    expect(runCase(oracle, [peeking])[0]?.outcome).toBe("failed");
  });
});
