import type { Comparison } from "../experiment/types.ts";
import type { TextOptions } from "../report/comparisonText.ts";
import { printJson } from "../report/json/printJson.ts";
import { jsonResult } from "../report/json/result.ts";
import { manifestText } from "../report/manifestText.ts";
import type { Input } from "./input.ts";
import { looksFor, type OutputOptions } from "./output.ts";
import { VERSION } from "./version.ts";

/** How a result is to be told, and where to. */
export interface ReportFlags extends OutputOptions {
  readonly json?: true;
  readonly all?: true;
}

interface Result {
  readonly input: Input;
  readonly comparison: Comparison;
}

/** The whole report of a command: JSON, or the text and, for a manifest, what was made of its fields. */
export function reportOf(
  { input, comparison }: Result,
  flags: ReportFlags,
  textOf: (comparison: Comparison, options: TextOptions) => string,
): string {
  const { file, fields } = input;
  if (flags.json) {
    const manifest = fields === undefined ? {} : { manifest: fields };
    return printJson(jsonResult(comparison, { engineVersion: VERSION, ...manifest }));
  }
  const options = { ...looksFor(flags), measures: flags.all ? "all" : "main", engineVersion: VERSION } as const;
  const text = textOf(comparison, options);
  return fields === undefined ? text : `${text}\n${manifestText(file, fields, options.paint)}`;
}
