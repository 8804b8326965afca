import { version } from "../../../package.json";
import type { Comparison } from "../../experiment/types.ts";
import { comparisonCsv } from "../../report/csv.ts";
import { printJson } from "../../report/json/printJson.ts";
import { jsonResult } from "../../report/json/result.ts";
import { comparisonMarkdown } from "../../report/markdown.ts";
import { comparisonOpenMetrics } from "../../report/openMetrics.ts";
import { comparisonTrace } from "../../report/traceEvents.ts";
import type { TextKey } from "../texts/index.ts";
import { lanesPng, lanesSvg } from "./picture.ts";

export type FileKind = "yaml" | "json" | "csv" | "md" | "png" | "svg" | "om.txt" | "trace.json";

/** The files that may be taken away, in the order of their buttons. */
export const DOWNLOADS: readonly { readonly kind: FileKind; readonly text: TextKey }[] = [
  { kind: "yaml", text: "share.yaml" },
  { kind: "json", text: "share.json" },
  { kind: "csv", text: "share.csv" },
  { kind: "md", text: "share.markdown" },
  { kind: "png", text: "share.png" },
  { kind: "svg", text: "share.svg" },
  { kind: "om.txt", text: "share.openMetrics" },
  { kind: "trace.json", text: "share.trace" },
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

const OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/** @param text the scenario's text that gives this comparison */
export async function prepare(comparison: Comparison, text: string, link: string | null): Promise<Prepared> {
  const { scenario, seed, lanes } = comparison;
  const digest = lanes[0]?.run.digest.slice(0, 8) ?? "";
  const name = [scenario.name, seed, digest].map((part) => part.replace(/[^\w.-]+/g, "_")).join("-");
  const about = { scenario: scenario.name, seed, version, digest };
  const file = (type: string, contents: string | Blob): string => URL.createObjectURL(new Blob([contents], { type }));
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
      png: file("image/png", await lanesPng(about)),
      svg: file("image/svg+xml", lanesSvg(about)),
      "om.txt": file(OPEN_METRICS, comparisonOpenMetrics(comparison, version)),
      "trace.json": file("application/json", comparisonTrace(comparison, version)),
    },
  };
}

/** Files that nobody can take away any more give their memory back. */
export function discard({ urls }: Prepared): void {
  for (const url of Object.values(urls)) URL.revokeObjectURL(url);
}
