import { type FileVerdicts, failureText } from "./expectationsText.ts";

/**
 * One workflow command per claim that failed: GitHub shows it at the line of the scenario file, in the pull request's
 * changes. Source of the escapes: actions/toolkit, `packages/core/src/command.ts`.
 */
export function githubAnnotations(files: readonly FileVerdicts[]): readonly string[] {
  return files.flatMap(({ file, results }) =>
    results
      .filter(({ holds }) => !holds)
      .map((result) => {
        const { line, text } = result.expectation;
        const place = `file=${property(file)},line=${line},title=${property(`does not hold: ${text}`)}`;
        return `::error ${place}::${data(failureText(result))}`;
      }),
  );
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
