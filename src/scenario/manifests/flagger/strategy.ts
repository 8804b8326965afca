import { MINUTE, SECOND } from "../../../kernel/time.ts";
import { parseDuration, printDuration } from "../../../quantity/duration.ts";
import { goDuration } from "../argo/goDuration.ts";
import type { NamedStrategy } from "../argo/strategy.ts";
import type { ManifestDocument, Path } from "../fields.ts";
import type { Report } from "../report.ts";
import { isMirrored, readFlaggerMetrics } from "./metrics.ts";

/** Defaults of Flagger v1.44 (`canary.go`). */
const INTERVAL = printDuration(MINUTE);
const INTERVAL_MIN = 10 * SECOND;

/** The analysis of a Canary as one of the strategies by Flagger's rules. */
export function readFlaggerStrategy(
  document: ManifestDocument,
  documents: readonly ManifestDocument[],
  report: Report,
): NamedStrategy {
  const analysis = analysisAt(document);
  const provider = document.text(["spec", "provider"]);
  if (provider !== "") document.used(["spec", "provider"], "who routes: weights reach every proxy by themselves");
  const number = (field: string, became: (value: number) => string): number => {
    const path = [...analysis, field];
    const value = document.value(path);
    if (typeof value !== "number" || value < 0) return 0;
    document.used(path, became(value));
    return Math.floor(value);
  };
  const iterations = number("iterations", (value) => `${value} ticks of testing`);
  const hasMatch = document.items([...analysis, "match"]).length > 0;
  const hasRouter = provider !== "kubernetes";
  const common = commonParameters({ document, documents, analysis }, report);
  if (hasRouter && iterations === 0) {
    const shift = weights(document, analysis, { number, report });
    return { name: "canaryByFlagger", parameters: { ...common, ...shift, ...mirroring(document, analysis) } };
  }
  if (hasMatch && hasRouter) {
    document.assumed([...analysis, "match"], "10% of the requests match");
    return { name: "abTestByFlagger", parameters: { ...common, iterations: Math.max(1, iterations) } };
  }
  if (iterations === 0) document.assumed([...analysis, "iterations"], "10: without a router nothing can be shifted");
  return {
    name: "blueGreenByFlagger",
    parameters: {
      ...common,
      iterations: iterations === 0 ? 10 : iterations,
      trafficRouting: hasRouter,
      ...mirroring(document, analysis),
    },
  };
}

/** `spec.analysis`, or `spec.canaryAnalysis` as it was called before. */
function analysisAt(document: ManifestDocument): Path {
  const old: Path = ["spec", "canaryAnalysis"];
  return document.at(old) === undefined ? ["spec", "analysis"] : old;
}

type ReadNumber = (field: string, became: (value: number) => string) => number;

/** What an excerpt without any step is taken for: the weights of Flagger's own examples. */
const EXCERPT = { stepWeight: 10, maxWeight: 50 };

function weights(
  document: ManifestDocument,
  analysis: Path,
  { number, report }: { readonly number: ReadNumber; readonly report: Report },
) {
  const steps = document.items([...analysis, "stepWeights"]).map((_, index) => {
    const value = document.value([...analysis, "stepWeights", index]);
    return typeof value === "number" ? Math.min(100, Math.max(0, Math.floor(value))) : 0;
  });
  const stepWeight = Math.min(
    100,
    number("stepWeight", (value) => `${value}% more per tick`),
  );
  const maxWeight = Math.min(
    100,
    number("maxWeight", (value) => `promoted at ${value}%`),
  );
  const stepWeightPromotion = Math.min(
    100,
    number("stepWeightPromotion", (value) => `${value}% given back per tick`),
  );
  if (steps.length > 0) document.used([...analysis, "stepWeights"], `${steps.length} steps`);
  if (steps.length === 0 && stepWeight === 0) {
    const message =
      "there is no stepWeight, no stepWeights and no iterations: Flagger would never send the canary a user";
    report.warn(document, analysis, { code: "no-steps", message, fix: "add stepWeight to the analysis" });
    document.assumed([...analysis, "stepWeight"], `${EXCERPT.stepWeight}% per tick, up to ${EXCERPT.maxWeight}%`);
    return { ...EXCERPT, stepWeightPromotion };
  }
  const list = stepWeight === 0 && steps.length > 0 ? { stepWeights: steps } : {};
  return { stepWeight, maxWeight: maxWeight === 0 ? 100 : maxWeight, stepWeightPromotion, ...list };
}

/** Copies of requests before users; `mirrorWeight` says of how many. */
function mirroring(document: ManifestDocument, analysis: Path): Readonly<Record<string, unknown>> {
  if (!isMirrored(document, analysis)) return {};
  document.used([...analysis, "mirror"], "copies of requests come before users");
  const at = [...analysis, "mirrorWeight"];
  const weight = document.value(at);
  if (typeof weight !== "number" || weight <= 0 || weight > 100) return { mirror: true };
  document.used(at, `${weight}% of the requests are copied`);
  return { mirror: true, mirrorWeight: Math.floor(weight) };
}

interface Asked {
  readonly document: ManifestDocument;
  readonly documents: readonly ManifestDocument[];
  readonly analysis: Path;
}

function commonParameters({ document, documents, analysis }: Asked, report: Report) {
  const whole = (path: Path, became: (value: number) => string): number | null => {
    const value = document.value(path);
    if (typeof value !== "number" || value < 1) return null;
    document.used(path, became(value));
    return Math.floor(value);
  };
  const threshold = whole([...analysis, "threshold"], (value) => `${value} failed checks in total`);
  if (threshold === null) document.assumed([...analysis, "threshold"], "1, the default of Flagger");
  const deadline = whole(["spec", "progressDeadlineSeconds"], (value) => `it goes back after ${value} s without pods`);
  const ready = (field: string) =>
    whole([...analysis, field], (value) => `${value}% of the pods have to be available`) ?? 100;
  const skip = document.value(["spec", "skipAnalysis"]) === true;
  if (document.at(["spec", "skipAnalysis"]) !== undefined) {
    document.used(["spec", "skipAnalysis"], skip ? "promoted without a look" : "analysed");
  }
  webhooks(document, analysis);
  return {
    interval: readInterval(document, analysis, report),
    threshold: Math.min(1000, threshold ?? 1),
    metrics: readFlaggerMetrics({ document, documents, analysis }),
    skipAnalysis: skip,
    progressDeadlineSeconds: Math.min(86_400, deadline ?? 600),
    primaryReadyThreshold: Math.min(100, ready("primaryReadyThreshold")),
    canaryReadyThreshold: Math.min(100, ready("canaryReadyThreshold")),
  };
}

function readInterval(document: ManifestDocument, analysis: Path, report: Report): string {
  const path = [...analysis, "interval"];
  const written = document.value(path);
  if (written === undefined) {
    document.assumed(path, `${INTERVAL}, the default of Flagger`);
    return INTERVAL;
  }
  const read = goDuration(String(written));
  const parsed = read === null ? null : parseDuration(read);
  if (read === null || parsed === null || !("value" in parsed)) {
    const message = `${String(written)} is no duration, so Flagger takes ${INTERVAL}`;
    report.warn(document, path, { code: "bad-duration", message, fix: "write it like 30s or 1m" });
    document.assumed(path, INTERVAL);
    return INTERVAL;
  }
  document.used(path, `a tick every ${read}`);
  return printDuration(Math.max(INTERVAL_MIN, parsed.value));
}

/** Nobody can tell from here what a webhook answers. */
function webhooks(document: ManifestDocument, analysis: Path): void {
  document.items([...analysis, "webhooks"]).forEach((_, index) => {
    const path = [...analysis, "webhooks", index];
    const type = document.text([...path, "type"]) || "rollout";
    document.ignored(
      path,
      type === "rollback" ? "taken as never telling to go back" : "taken as succeeding every time",
    );
  });
}
