import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { type Adapter, type Case, UNSUPPORTED } from "./adapter.ts";
import { equal } from "./compare.ts";

export interface CaseReport {
  readonly id: string;
  readonly verdict: "passed" | "failed" | "skipped";
  readonly want?: unknown;
  readonly got?: unknown;
  /** What was thrown. */
  readonly error?: string;
}

/** `reason` says why the file as a whole was not run; then it counts as one. */
export interface FileReport {
  readonly file: string;
  readonly verdict: "run" | "skipped" | "failed";
  readonly reason?: string;
  readonly cases: readonly CaseReport[];
}

export interface ConformanceReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly files: readonly FileReport[];
}

/** Runs every JSON file under `directory`, in order of their names. */
export function runDirectory(directory: string, adapters: readonly Adapter[]): ConformanceReport {
  const files = jsonFiles(directory).map((path) => runFile(directory, path, adapters));
  const count = (verdict: "passed" | "failed" | "skipped") =>
    files.reduce(
      (sum, file) =>
        sum + file.cases.filter((one) => one.verdict === verdict).length + (file.verdict === verdict ? 1 : 0),
      0,
    );
  return { passed: count("passed"), failed: count("failed"), skipped: count("skipped"), files };
}

function jsonFiles(directory: string): string[] {
  return readdirSync(directory)
    .sort()
    .flatMap((name) => {
      const path = join(directory, name);
      if (statSync(path).isDirectory()) return jsonFiles(path);
      return name.endsWith(".json") ? [path] : [];
    });
}

function runFile(directory: string, path: string, adapters: readonly Adapter[]): FileReport {
  const file = relative(directory, path);
  const name = basename(path, ".json");
  const adapter = adapters.find(({ file: wanted }) =>
    typeof wanted === "string" ? wanted === name : wanted.test(name),
  );
  if (adapter === undefined) return { file, verdict: "skipped", reason: "no adapter", cases: [] };
  try {
    const content: unknown = JSON.parse(readFileSync(path, "utf8"));
    const cases = adapter.cases === undefined ? plainCases(content) : adapter.cases(content as never);
    if (cases.length === 0) return { file, verdict: "failed", reason: "no cases in it", cases: [] };
    return { file, verdict: "run", cases: cases.map((one) => runCase(adapter, one)) };
  } catch (error) {
    return { file, verdict: "failed", reason: messageOf(error), cases: [] };
  }
}

function plainCases(content: unknown): readonly Case[] {
  const cases = (content as { readonly cases?: unknown }).cases;
  if (!Array.isArray(cases)) throw new Error("it has no list of cases");
  return cases;
}

function runCase(adapter: Adapter, { id, input, expected }: Case): CaseReport {
  try {
    const want = adapter.expected === undefined ? expected : adapter.expected(expected as never);
    const got = adapter.run(input as never);
    if (got === UNSUPPORTED) return { id, verdict: "skipped" };
    const { matches = "exactly" } = adapter;
    if (equal(want, got, typeof matches === "function" ? matches(expected as never) : matches))
      return { id, verdict: "passed" };
    return { id, verdict: "failed", want, got };
  } catch (error) {
    return { id, verdict: "failed", want: expected, error: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
