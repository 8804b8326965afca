import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { compareTrace, type Verdict } from "./compare.ts";
import { isTrace } from "./trace.ts";

/** What the command prints, and how it ends: 0 all equal, 1 something differs, 2 nothing to run. */
export interface Outcome {
  readonly status: 0 | 1 | 2;
  readonly stdout: string;
  readonly stderr: string;
}

export function fidelity(args: readonly string[]): Outcome {
  const [directory, ...rest] = args;
  if (directory === undefined || rest.length > 0) return refuse("usage: npm run -s fidelity -- DIR");
  if (!existsSync(directory) || !statSync(directory).isDirectory()) return refuse(`${directory} is not a directory`);
  const files = readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .sort();
  if (files.length === 0) return refuse(`${directory} contains no JSON files`);
  const verdicts = files.map((file) => ({ name: file.slice(0, -5), verdict: judge(join(directory, file)) }));
  const count = (kind: Verdict["kind"]) => verdicts.filter(({ verdict }) => verdict.kind === kind).length;
  const summary = `${count("equal")} passed, ${count("differs")} failed, ${count("skipped")} skipped`;
  const lines = verdicts.flatMap(({ name, verdict }) => asText(name, verdict));
  return { status: count("differs") > 0 ? 1 : 0, stdout: `${[...lines, summary].join("\n")}\n`, stderr: "" };
}

/** A file that cannot be read or rehearsed differs from the start: nothing broken passes. */
function judge(path: string): Verdict {
  try {
    const content: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isTrace(content) ? compareTrace(content) : { kind: "skipped", reason: "no trace" };
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    return { kind: "differs", differences: [{ t: 0, field: "error", want: undefined, got }] };
  }
}

function asText(name: string, verdict: Verdict): readonly string[] {
  if (verdict.kind === "equal") return [`equal   ${name}`];
  if (verdict.kind === "skipped") return [`skipped ${name}: ${verdict.reason}`];
  const lines = verdict.differences.map(
    ({ field, want, got }) => `        ${field}: want ${JSON.stringify(want)}, got ${JSON.stringify(got)}`,
  );
  return [`DIFFERS ${name} at ${verdict.differences[0]?.t ?? 0} s`, ...lines];
}

function refuse(message: string): Outcome {
  return { status: 2, stdout: "", stderr: `${message}\n` };
}
