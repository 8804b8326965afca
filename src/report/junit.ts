import { type FileVerdicts, failureText } from "./expectationsText.ts";

/**
 * The claims as JUnit XML, the shape that CI systems read: one suite per scenario file, one case per claim. No times:
 * a report of the same run is the same text.
 */
export function junitXml(files: readonly FileVerdicts[]): string {
  const results = files.flatMap((file) => file.results);
  const failures = results.filter((result) => !result.holds).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="drydock" tests="${results.length}" failures="${failures}" errors="0">`,
    ...files.flatMap(suite),
    "</testsuites>",
    "",
  ].join("\n");
}

function suite({ file, results }: FileVerdicts): readonly string[] {
  const failures = results.filter((result) => !result.holds).length;
  const counts = `tests="${results.length}" failures="${failures}" errors="0" skipped="0"`;
  const cases = results.flatMap((result) => {
    const open = `    <testcase classname="${attribute(file)}" name="${attribute(result.expectation.text)}"`;
    if (result.holds) return [`${open}/>`];
    return [`${open}>`, `      <failure message="${attribute(failureText(result))}"/>`, "    </testcase>"];
  });
  return [`  <testsuite name="${attribute(file)}" ${counts}>`, ...cases, "  </testsuite>"];
}

/** XML 1.0 has no way to write most control characters and lone surrogates: they become U+FFFD. */
function attribute(text: string): string {
  let safe = "";
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code === 0x09 || code === 0x0a || code === 0x0d) safe += `&#${code};`;
    else if (code < 0x20 || (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff) safe += "\ufffd";
    else safe += ENTITIES[char] ?? char;
  }
  return safe;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
