import { existsSync } from "node:fs";
import { adapters } from "./families.ts";
import { runDirectory, summary, type Verdict } from "./run.ts";

/** `npm run -s oracles -- DIR`: runs a directory of analytic cases; exit code 1 when one failed, 2 without a directory. */
const directory = process.argv[2];
if (directory === undefined || !existsSync(directory)) {
  process.stderr.write(
    `usage: npm run -s oracles -- DIR\n${directory === undefined ? "" : `no such directory: ${directory}\n`}`,
  );
  process.exit(2);
}

const verdicts = runDirectory(directory, { adapters, onVerdict: print });
const zScores = verdicts.flatMap(({ z }) => (z === undefined ? [] : [z]));
if (zScores.length > 0) {
  // About 4.6 % should be beyond two standard errors: none at all means the errors are inflated, many mean bias.
  const beyond = zScores.filter((z) => Math.abs(z) > 2).length;
  process.stdout.write(`${zScores.length} statistical answers, ${beyond} beyond two standard errors\n`);
}
process.stdout.write(`${summary(verdicts)}\n`);
process.exitCode = verdicts.some(({ outcome }) => outcome === "failed") ? 1 : 0;

function print({ outcome, oracle, quantity, adapter, reason }: Verdict): void {
  const word = { passed: "pass", failed: "FAIL", skipped: "skip" }[outcome];
  const by = adapter === "" ? "" : ` [${adapter}]`;
  process.stdout.write(`${word} ${oracle} ${quantity}${by}${reason === "" ? "" : ` – ${reason}`}\n`);
}
