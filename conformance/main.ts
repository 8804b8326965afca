import { existsSync, statSync } from "node:fs";
import { adapters } from "./adapters/index.ts";
import { type ConformanceReport, runDirectory } from "./run.ts";

const USAGE = "usage: npm run -s conformance -- DIR [--json]";

/** Exit codes: 0 all passed, 1 something failed, 2 nothing to run. */
function main(args: readonly string[]): number {
  const [directory, ...rest] = args.filter((arg) => arg !== "--json");
  if (directory === undefined || rest.length > 0) return refuse(USAGE);
  if (!existsSync(directory) || !statSync(directory).isDirectory()) return refuse(`${directory} is not a directory`);
  const report = runDirectory(directory, adapters);
  if (report.files.length === 0) return refuse(`${directory} contains no JSON files`);
  process.stdout.write(args.includes("--json") ? `${JSON.stringify(report, null, 2)}\n` : asText(report));
  return report.failed > 0 ? 1 : 0;
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

function refuse(message: string): number {
  process.stderr.write(`${message}\n`);
  return 2;
}

process.exitCode = main(process.argv.slice(2));
