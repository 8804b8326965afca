import { version } from "../../../package.json";
import type { Comparison } from "../../experiment/types.ts";
import { comparisonCsv } from "../../report/csv.ts";
import { printJson } from "../../report/json/printJson.ts";
import { jsonResult } from "../../report/json/result.ts";
import { comparisonMarkdown } from "../../report/markdown.ts";
import type { TextKey } from "../texts/index.ts";

export type FileKind = "yaml" | "json" | "csv" | "md";

/** The files that may be taken away, in the order of their buttons. */
export const DOWNLOADS: readonly { readonly kind: FileKind; readonly text: TextKey }[] = [
  { kind: "yaml", text: "share.yaml" },
  { kind: "json", text: "share.json" },
  { kind: "csv", text: "share.csv" },
  { kind: "md", text: "share.markdown" },
];

/** What the dialog offers for one result. */
export interface Prepared {
  /** Null: too long for a link. */
  readonly link: string | null;
  readonly command: string;
  /** Of every file, without its ending: scenario, seed and the digest of the first lane. */
  readonly name: string;
  readonly urls: Readonly<Record<FileKind, string>>;
}

/** @param text the scenario's text that gives this comparison */
export function prepare(comparison: Comparison, text: string, link: string | null): Prepared {
  const { scenario, seed, lanes } = comparison;
  const digest = lanes[0]?.run.digest.slice(0, 8) ?? "";
  const name = [scenario.name, seed, digest].map((part) => part.replace(/[^\w.-]+/g, "_")).join("-");
  const file = (type: string, contents: string): string => URL.createObjectURL(new Blob([contents], { type }));
  return {
    link,
    command: `npx drydock compare ${name}.yaml`,
    name,
    urls: {
      yaml: file("application/yaml", text),
      // The bytes that `compare --json` prints.
      json: file("application/json", printJson(jsonResult(comparison, { engineVersion: version }))),
      csv: file("text/csv", comparisonCsv(comparison)),
      md: file("text/markdown", comparisonMarkdown(comparison)),
    },
  };
}

/** Files that nobody can take away any more give their memory back. */
export function discard({ urls }: Prepared): void {
  for (const url of Object.values(urls)) URL.revokeObjectURL(url);
}
