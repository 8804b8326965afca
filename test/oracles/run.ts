import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer, ExpectedQuantity, OracleAdapter, OracleCase, Results } from "./adapter.ts";
import { objection, plainValue, zScore } from "./score.ts";

/** What became of one quantity of one case under one adapter. */
export interface Verdict {
  readonly oracle: string;
  readonly quantity: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** Who answered; empty when nobody did. */
  readonly adapter: string;
  /** Why it failed or was skipped. */
  readonly reason: string;
  /** How many standard errors a statistical answer is off. */
  readonly z?: number;
}

export interface RunOptions {
  readonly adapters: readonly OracleAdapter[];
  /** Called with each verdict as soon as it is known. */
  readonly onVerdict?: (verdict: Verdict) => void;
}

/** Runs every case file of a directory through all adapters of its family; what nobody answers is skipped, by name. */
export function runDirectory(directory: string, { adapters, onVerdict }: RunOptions): Verdict[] {
  const files = readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .sort();
  return files.flatMap((name) => {
    const verdicts = runFile(join(directory, name), adapters);
    if (onVerdict !== undefined) verdicts.forEach(onVerdict);
    return verdicts;
  });
}

export function runCase(oracle: OracleCase, adapters: readonly OracleAdapter[]): Verdict[] {
  const answers = adapters
    .filter(({ family }) => family.test(oracle.id))
    .map((adapter) => ({ adapter: adapter.name, results: answer(adapter, oracle) }));
  return oracle.expect.flatMap((expected) => {
    const given = answers.flatMap(({ adapter, results }) => judge(oracle, expected, { adapter, results }));
    return given.length > 0
      ? given
      : [skipped(oracle.id, expected.quantity, answers.length > 0 ? "not computed" : "no adapter")];
  });
}

/** `12 passed, 0 failed, 3 skipped` */
export function summary(verdicts: readonly Verdict[]): string {
  const count = (outcome: Verdict["outcome"]) => verdicts.filter((verdict) => verdict.outcome === outcome).length;
  return `${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`;
}

/** A file that is no case is skipped, by name. */
export function runFile(path: string, adapters: readonly OracleAdapter[]): Verdict[] {
  const oracle = readCase(path);
  return oracle === undefined ? [skipped(path, "", "not an oracle case")] : runCase(oracle, adapters);
}

function readCase(path: string): OracleCase | undefined {
  const parsed = JSON.parse(readFileSync(path, "utf8")) as Partial<OracleCase> | null;
  const isCase = typeof parsed?.id === "string" && Array.isArray(parsed.expect) && typeof parsed.params === "object";
  return isCase ? (parsed as OracleCase) : undefined;
}

type Answered = { readonly adapter: string; readonly results: Results | Error | undefined };

function answer(adapter: OracleAdapter, oracle: OracleCase): Results | Error | undefined {
  try {
    // What is expected is no business of the adapter's: it sees the names of the quantities only.
    const blind = oracle.expect.map((expected) => ({ ...expected, value: Number.NaN }));
    return adapter.run({ ...oracle, expect: blind });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function judge(oracle: OracleCase, expected: ExpectedQuantity, { adapter, results }: Answered): Verdict[] {
  const about = { oracle: oracle.id, quantity: expected.quantity, adapter };
  if (results === undefined) return [];
  if (results instanceof Error) return [{ ...about, outcome: "failed", reason: results.message }];
  const given: Answer | undefined = results[expected.quantity];
  if (given === undefined) return [];
  const why = objection(expected, given);
  const z = zScore(expected, given);
  const common = { ...about, ...(z === undefined ? {} : { z }) };
  if (why === undefined) return [{ ...common, outcome: "passed", reason: "" }];
  const told = `wanted ${JSON.stringify(expected.value)}, got ${JSON.stringify(plainValue(given))}: ${why}`;
  return [{ ...common, outcome: "failed", reason: told }];
}

function skipped(oracle: string, quantity: string, reason: string): Verdict {
  return { oracle, quantity, outcome: "skipped", adapter: "", reason };
}
