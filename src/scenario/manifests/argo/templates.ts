import { toData } from "../../yaml/tree.ts";
import type { ManifestDocument, Path } from "../fields.ts";
import type { Report } from "../report.ts";
import { goDuration } from "./goDuration.ts";
import { measuresOf } from "./measures.ts";

/** Who asks for templates: a document and where in it the analysis stands. */
export interface Asker {
  readonly document: ManifestDocument;
  readonly path: Path;
}

const KINDS = ["AnalysisTemplate", "ClusterAnalysisTemplate"];
/** Templates inside templates at most. */
const NESTED_DEEP = 8;
const LIMITS = ["count", "failureLimit", "inconclusiveLimit", "consecutiveErrorLimit", "consecutiveSuccessLimit"];

type Args = ReadonlyMap<string, string>;

/** The AnalysisTemplates of a file, and what an analysis that names some of them measures. */
export class Templates {
  private readonly documents: readonly ManifestDocument[];
  private readonly report: Report;

  constructor(documents: readonly ManifestDocument[], report: Report) {
    this.documents = documents.filter(({ kind }) => KINDS.includes(kind));
    this.report = report;
  }

  /** The metrics of an analysis, in the words of scenario files. */
  metricsOf(asker: Asker): readonly unknown[] {
    const { document, path } = asker;
    const dryRun = document
      .items([...path, "dryRun"])
      .map((_, at) => document.text([...path, "dryRun", at, "metricName"]));
    if (dryRun.length > 0) document.used([...path, "dryRun"], "measured without a say");
    const args = argsAt(document, [...path, "args"]);
    if (args.size > 0) document.used([...path, "args"], "fills in the templates");
    const metrics = document
      .items([...path, "templates"])
      .flatMap((_, at) => this.named({ document, path: [...path, "templates", at] }, { args, depth: 0 }));
    return metrics.map((metric) => ({ ...metric, dryRun: dryRun.some((pattern) => matches(pattern, metric.name)) }));
  }

  /** The metrics of the one template named at a place. */
  oneAt(asker: Asker): readonly unknown[] {
    return this.named(asker, { args: argsAt(asker.document, [...asker.path, "args"]), depth: 0 });
  }

  private named(
    { document, path }: Asker,
    context: { readonly args: Args; readonly depth: number },
  ): readonly Metric[] {
    const name = document.text([...path, "templateName"]);
    const isCluster = document.value([...path, "clusterScope"]) === true;
    const kind = isCluster ? "ClusterAnalysisTemplate" : "AnalysisTemplate";
    const found = this.documents.find((each) => each.kind === kind && each.name === name);
    const at: Path = [...path, "templateName"];
    if (found === undefined || context.depth > NESTED_DEEP) {
      const message = `there is no ${kind} ${JSON.stringify(name)} in this file`;
      this.report.warn(document, at, {
        code: "no-analysis-template",
        message,
        fix: "add it to the file: without it the analysis passes",
      });
      document.assumed(at, "its measurements pass: the template is not in this file");
      return [{ name: name || "analysis", measures: "nothing" }];
    }
    document.used(at, "what the analysis measures");
    if (isCluster) document.used([...path, "clusterScope"], "looks for a ClusterAnalysisTemplate");
    const args = new Map([...argsAt(found, ["spec", "args"]), ...context.args]);
    this.missing(found, args);
    const own = found
      .items(["spec", "metrics"])
      .map((_, index) => this.metric(found, ["spec", "metrics", index], args));
    const nested = found
      .items(["spec", "templates"])
      .flatMap((_, index) =>
        this.named({ document: found, path: ["spec", "templates", index] }, { args, depth: context.depth + 1 }),
      );
    return [...own, ...nested];
  }

  /** A declared argument without a value is an error of the analysis (`utils/analysis/helpers.go:ResolveMetricArgs`). */
  private missing(document: ManifestDocument, args: Args): void {
    for (const index of document.items(["spec", "args"]).keys()) {
      const path: Path = ["spec", "args", index];
      const name = document.text([...path, "name"]);
      if (args.has(name) || document.at([...path, "valueFrom"]) !== undefined) continue;
      const message = `the argument ${name} has no value: Argo Rollouts refuses the analysis`;
      this.report.warn(document, path, { code: "argument-unresolved", message, fix: `give args a value for ${name}` });
    }
  }

  private metric(document: ManifestDocument, path: Path, args: Args): Metric {
    const text = (field: string) => this.filled(document, [...path, field], args);
    const successCondition = text("successCondition");
    const failureCondition = text("failureCondition");
    const query = queryOf(document, path);
    const measures = measuresOf({ query, successCondition, failureCondition });
    const where: Path = [...path, "provider"];
    const name = text("name") || `metric-${String(path.at(-1))}`;
    document.used([...path, "name"], "what the log calls it");
    if (measures === null) document.assumed(where, "cannot be rehearsed; its measurements pass");
    else document.used(where, `asked of the monitoring: ${measures.measures} of the new version`);
    const limits = LIMITS.flatMap((field) => {
      const value = text(field);
      if (value === "") return [];
      document.used([...path, field], "as written");
      return [[field, Number(value)]];
    });
    const spans = ["interval", "initialDelay"].flatMap((field) => {
      const span = goDuration(text(field));
      if (span !== null) document.used([...path, field], span);
      return span === null ? [] : [[field, span]];
    });
    const conditions = Object.entries({ successCondition, failureCondition }).filter(([, written]) => written !== "");
    for (const [field] of conditions) document.used([...path, field], "asked of each measurement");
    return {
      name,
      ...(measures ?? { measures: "nothing" }),
      ...(measures === null ? {} : Object.fromEntries(conditions)),
      ...Object.fromEntries([...limits, ...spans]),
    };
  }

  /** The text at a place with its `{{args.name}}` replaced. */
  private filled(document: ManifestDocument, path: Path, args: Args): string {
    return document.text(path).replace(/\{\{\s*args\.([-\w]+)\s*\}\}/g, (written, name: string) => {
      return args.get(name) ?? written;
    });
  }
}

interface Metric {
  readonly name: string;
  readonly [field: string]: unknown;
}

function argsAt(document: ManifestDocument, path: Path): Args {
  return new Map(
    document.items(path).flatMap((_, at) => {
      const value = document.value([...path, at, "value"]);
      return value === undefined ? [] : [[document.text([...path, at, "name"]), String(value)] as const];
    }),
  );
}

/** The text that a provider is asked with, whoever it is; empty where it is asked nothing like it. */
function queryOf(document: ManifestDocument, path: Path): string {
  const provider = document.at([...path, "provider"]);
  if (provider?.kind !== "mapping") return "";
  for (const [name, field] of provider.fields) {
    if (["job", "web", "kayenta", "plugin"].includes(name)) return "";
    const { query } = (toData(field.value) ?? {}) as { readonly query?: unknown };
    if (typeof query === "string") return query;
  }
  return "";
}

/** A dry run names metrics by a pattern; the only ones in use are a name and "everything". */
function matches(pattern: string, name: string): boolean {
  return pattern === name || pattern === ".*" || (pattern.endsWith(".*") && name.startsWith(pattern.slice(0, -2)));
}
