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
  // 0 and 1 when the errors are what they claim to be; a spread well below 1 means inflated errors.
  const mean = zScores.reduce((sum, z) => sum + z, 0) / zScores.length;
  const spread = Math.sqrt(zScores.reduce((sum, z) => sum + z * z, 0) / zScores.length);
  process.stdout.write(
    `${zScores.length} statistical answers, ${beyond} beyond two standard errors (mean ${mean.toFixed(2)}, root mean square ${spread.toFixed(2)})\n`,
  );
}
process.stdout.write(`${summary(verdicts)}\n`);
process.exitCode = verdicts.some(({ outcome }) => outcome === "failed") ? 1 : 0;

function print({ outcome, oracle, quantity, adapter, reason, z }: Verdict): void {
  const word = { passed: "pass", failed: "FAIL", skipped: "skip" }[outcome];
  const by = adapter === "" ? "" : ` [${adapter}]`;
  const off = z === undefined ? "" : ` z ${z.toFixed(2)}`;
  process.stdout.write(`${word} ${oracle} ${quantity}${by}${off}${reason === "" ? "" : ` – ${reason}`}\n`);
}
