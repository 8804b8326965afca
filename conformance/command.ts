import { existsSync, statSync } from "node:fs";
import type { Adapter } from "./adapter.ts";
import { type ConformanceReport, runDirectory } from "./run.ts";

const USAGE = "usage: npm run -s conformance -- DIR [--json]";

/** What the command prints, and how it ends: 0 all passed, 1 something failed, 2 nothing to run. */
export interface Outcome {
  readonly status: 0 | 1 | 2;
  readonly stdout: string;
  readonly stderr: string;
}

export function conformance(args: readonly string[], adapters: readonly Adapter[]): Outcome {
  const [directory, ...rest] = args.filter((arg) => arg !== "--json");
  if (directory === undefined || rest.length > 0) return refuse(USAGE);
  if (!existsSync(directory) || !statSync(directory).isDirectory()) return refuse(`${directory} is not a directory`);
  const report = runDirectory(directory, adapters);
  if (report.files.length === 0) return refuse(`${directory} contains no JSON files`);
  const stdout = args.includes("--json") ? `${JSON.stringify(report, null, 2)}\n` : asText(report);
  return { status: report.failed > 0 ? 1 : 0, stdout, stderr: "" };
}

function asText({ files, passed, failed, skipped }: ConformanceReport): string {
  const lines = files.flatMap(({ file, verdict, reason, cases }) => {
    if (verdict !== "run") return [`${verdict} ${file}: ${reason}`];
    return cases.flatMap(({ id, verdict: one, want, got, error }) => {
      if (one === "passed") return [];
      if (one === "skipped") return [`skipped ${id}: not modelled`];
      return [`FAILED ${id}`, `  want ${JSON.stringify(want)}`, `  got  ${error ?? JSON.stringify(got)}`];
    });
  });
  return [...lines, `${passed} passed, ${failed} failed, ${skipped} skipped`, ""].join("\n");
}

function refuse(message: string): Outcome {
  return { status: 2, stdout: "", stderr: `${message}\n` };
}
