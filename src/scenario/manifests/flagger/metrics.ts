import { goDuration } from "../argo/goDuration.ts";
import { measuresOf } from "../argo/measures.ts";
import type { ManifestDocument, Path } from "../fields.ts";

interface Reading {
  readonly document: ManifestDocument;
  readonly documents: readonly ManifestDocument[];
  /** Where the analysis of the Canary stands. */
  readonly analysis: Path;
}

/** The metrics that can be asked here. What another monitoring would have to answer is taken as passing. */
export function readFlaggerMetrics(reading: Reading): readonly unknown[] {
  const { document, analysis } = reading;
  const isSilent = hasNoUsers(document, analysis) && isLoaded(document, analysis);
  return document.items([...analysis, "metrics"]).flatMap((_, index) => {
    const path = [...analysis, "metrics", index];
    if (isSilent) {
      document.ignored(path, "measured under the load of a webhook, which is not generated here; taken as passing");
      return [];
    }
    if (document.at([...path, "templateRef"]) !== undefined) return fromTemplate(path, reading);
    const name = document.text([...path, "name"]);
    if (name !== "request-success-rate") {
      document.ignored(path, "what it measures is not known here; taken as passing");
      return [];
    }
    const { min, max } = rangeOf(document, path);
    const legacy = document.value([...path, "threshold"]);
    const least = min ?? (typeof legacy === "number" ? legacy : null);
    const interval = intervalOf(document, path);
    document.used(path, `the canary's success rate over ${interval}, in percent`);
    return [{ name, min: percent(least), max: percent(max), interval }];
  });
}

/** Tests before users, without copies of their requests either. */
function hasNoUsers(document: ManifestDocument, analysis: Path): boolean {
  const isTested = Number(document.value([...analysis, "iterations"]) ?? 0) > 0;
  return isTested && document.items([...analysis, "match"]).length === 0 && !isMirrored(document, analysis);
}

export function isMirrored(document: ManifestDocument, analysis: Path): boolean {
  return document.value([...analysis, "mirror"]) === true;
}

function isLoaded(document: ManifestDocument, analysis: Path): boolean {
  return document
    .items([...analysis, "webhooks"])
    .some((_, index) =>
      /\b(hey|wrk|ghz|k6|vegeta)\b/.test(document.text([...analysis, "webhooks", index, "metadata", "cmd"])),
    );
}

function rangeOf(document: ManifestDocument, path: Path) {
  const limit = (end: "min" | "max") => {
    const value = document.value([...path, "thresholdRange", end]);
    return typeof value === "number" ? value : null;
  };
  return { min: limit("min"), max: limit("max") };
}

function percent(limit: number | null): number | null {
  return limit !== null && limit >= 0 && limit <= 100 ? limit : null;
}

function intervalOf(document: ManifestDocument, path: Path): string {
  return goDuration(document.text([...path, "interval"])) ?? "1m";
}

/** A metric whose query stands in a MetricTemplate: asked as it is where it asks what is counted here, else guessed. */
function fromTemplate(path: Path, { document, documents }: Reading): readonly unknown[] {
  const name = document.text([...path, "templateRef", "name"]);
  const template = documents.find((each) => each.kind === "MetricTemplate" && each.name === name);
  const range = rangeOf(document, path);
  const query = template?.text(["spec", "query"]) ?? "";
  const own = OWN.test(query) ? asWritten(query) : guessed(query, range);
  if (template === undefined || own === null) {
    const why = template === undefined ? "its template is not in this file" : "what it measures is not known here";
    document.ignored(path, `${why}; taken as passing`);
    return [];
  }
  const interval = intervalOf(document, path);
  document.used(path, `asked of the monitoring over ${interval}`);
  template.used(["spec", "query"], `${document.text([...path, "name"])} of ${document.title}`);
  return [{ ...percents(own.scale, range), interval, query: own.query }];
}

/** In a query that was written for the monitoring of a rehearsal. */
const OWN = /http_(?:mirrored_)?requests_total\{[^}]*version="?\{\{\s*variables\.version/;

interface Question {
  readonly query: string | null;
  /** What the limits have to be multiplied with to be percent. */
  readonly scale: number;
}

function asWritten(query: string): Question {
  const own = query
    .replace(/\{\{\s*interval\s*\}\}/g, "{{args.interval}}")
    .replace(/\{\{\s*variables\.(\w+)\s*\}\}/g, "{{args.$1}}");
  return { query: own, scale: 1 };
}

const OF = 'version="{{args.version}}"';
const RANGE = "[{{args.interval}}]";
const ERROR_PERCENT = `100 * sum(rate(http_requests_total{${OF},code=~"5.."}${RANGE})) / sum(rate(http_requests_total{${OF}}${RANGE}))`;

/** Which share of the answers a foreign query is about, by what it selects and by the side on which it has its limit. */
function guessed(query: string, { min, max }: { readonly min: number | null; readonly max: number | null }) {
  const successCondition = min === null ? `result <= ${max ?? ""}` : `result >= ${min}`;
  const measures = measuresOf({ query, successCondition, failureCondition: "" })?.measures;
  if (measures === undefined) return null;
  const scale = measures.endsWith("Ratio") ? 100 : 1;
  return { query: measures.startsWith("success") ? null : ERROR_PERCENT, scale };
}

function percents(scale: number, { min, max }: { readonly min: number | null; readonly max: number | null }) {
  const scaled = (limit: number | null) => (limit === null ? null : percent(limit * scale));
  return { min: scaled(min), max: scaled(max) };
}
