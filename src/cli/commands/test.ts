import { appendFileSync } from "node:fs";
import { expectations } from "../../experiment/expectations.ts";
import { expectationsMarkdown } from "../../report/expectationsMarkdown.ts";
import { expectationsSummary, expectationsText, type FileVerdicts } from "../../report/expectationsText.ts";
import { githubAnnotations } from "../../report/githubAnnotations.ts";
import { junitXml } from "../../report/junit.ts";
import { BadInput, EXIT, type ExitCode } from "../exit.ts";
import { readInput } from "../input.ts";
import { writeWhole } from "../output.ts";
import { progressBar } from "../progress.ts";
import { rehearse } from "../rehearse.ts";
import { scenarioFiles } from "../scenarioFiles.ts";
import { paintFor } from "../terminal.ts";
import { conductInThreads } from "../trials.ts";
import { beginAnew } from "../watchdog.ts";

export interface TestFlags {
  readonly junit?: string;
  readonly markdown?: string;
  readonly github?: boolean;
  readonly threads?: number;
}

/**
 * Checks the `expect:` lines of every scenario. A file that cannot be read does not keep the others from being tested,
 * but the whole then ends with 2.
 */
export async function testCommand(
  paths: readonly string[],
  { junit, markdown, github = false, ...threads }: TestFlags,
): Promise<ExitCode> {
  const paint = paintFor(process.stdout);
  const verdicts: FileVerdicts[] = [];
  let unreadable = 0;
  for (const file of scenarioFiles(paths)) {
    beginAnew();
    try {
      const verdict = await testFile(file, threads);
      verdicts.push(verdict);
      process.stdout.write(`${expectationsText(verdict, paint)}\n`);
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      unreadable++;
      for (const line of error.lines) process.stderr.write(`${line}\n`);
    }
  }
  if (junit !== undefined) writeWhole(junit, junitXml(verdicts));
  if (markdown !== undefined) writeWhole(markdown, expectationsMarkdown(verdicts));
  if (github) tellGithub(verdicts);
  process.stdout.write(`\n${expectationsSummary(verdicts, paint)}\n`);
  if (unreadable > 0) return EXIT.badInput;
  return verdicts.every(({ results }) => results.every((result) => result.holds)) ? EXIT.ok : EXIT.expectationFailed;
}

/** Annotations on the changed lines, and the table where the job's summary is collected. */
function tellGithub(verdicts: readonly FileVerdicts[]): void {
  for (const annotation of githubAnnotations(verdicts)) process.stdout.write(`${annotation}\n`);
  const { GITHUB_STEP_SUMMARY: summary } = process.env;
  if (summary) appendFileSync(summary, expectationsMarkdown(verdicts));
}

async function testFile(file: string, threads: Pick<TestFlags, "threads">): Promise<FileVerdicts> {
  const input = readInput(file);
  const progress = progressBar(file);
  const results = await rehearse(input, { seed: undefined }, () =>
    conductInThreads(expectations(input.scenario), { onProgress: progress.step, ...threads }),
  ).finally(progress.end);
  return { file, results };
}
