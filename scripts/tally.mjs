import { readFileSync } from "node:fs";

/**
 * Prints `passed failed skipped` of a test run, from the JSON report and the exit code of vitest. A test file that could
 * not be loaded, a run that wrote no report and one that failed otherwise count as one failure each.
 */
const [file = "", exit = "1"] = process.argv.slice(2);
const { passed, failed, skipped } = counts(file);
const unexplained = failed === 0 && exit !== "0" ? 1 : 0;
console.log(`${passed} ${failed + unexplained} ${skipped}`);

/** @param {string} file */
function counts(file) {
  try {
    const report = JSON.parse(readFileSync(file, "utf8"));
    const broken = report.testResults.filter(
      (/** @type {{ status: string, assertionResults: unknown[] }} */ result) =>
        result.status === "failed" && result.assertionResults.length === 0,
    );
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch (error) {
    console.error(`No test report: ${error instanceof Error ? error.message : error}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
