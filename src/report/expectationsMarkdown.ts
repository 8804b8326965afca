import { type FileVerdicts, failureText } from "./expectationsText.ts";
import { markdownLine, plainMarkdown } from "./markdown.ts";

/** All claims of all files as one table, the broken ones first: what a job's summary or a comment shows. */
export function expectationsMarkdown(files: readonly FileVerdicts[]): string {
  const rows = files.flatMap(({ file, results }) => results.map((result) => ({ file, result })));
  const failed = rows.filter(({ result }) => !result.holds);
  const kept = rows.filter(({ result }) => result.holds);
  const cells = [...failed, ...kept].map(({ file, result }) => [
    result.holds ? "✓" : "✗",
    plainMarkdown(file),
    plainMarkdown(result.expectation.text),
    plainMarkdown(result.holds ? result.seen : failureText(result)),
    `${result.heldIn} of ${result.seeds}`,
  ]);
  return [
    `### Drydock: ${kept.length} claims hold, ${failed.length} do not`,
    "",
    ...[["", "file", "claim", "seen", "seeds"], ["---", "---", "---", "---", "---:"], ...cells].map(markdownLine),
    "",
  ].join("\n");
}
