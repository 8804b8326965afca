import type { Comparison, Contrast, Difference, Experiment, Settling } from "../experiment/types.ts";
import { toSeconds } from "../kernel/time.ts";
import { DEFINITIONS } from "../measures/definitions/index.ts";
import type { MeasureId } from "../measures/ids.ts";
import { escapeControls } from "./escape.ts";
import type { Paint } from "./paint.ts";
import { printMeasure, printSeconds, printShare } from "./quantity.ts";
import { textTable } from "./textTable.ts";

/** A difference that is this unlikely by chance counts. */
const SIGNIFICANT = 0.05;

/** What several seeds say together: which strategy is better, how surely, and by what method. */
export function experimentText(
  { scenario, seed, lanes }: Comparison,
  { experiment, paint, engineVersion }: { experiment: Experiment; paint: Paint; engineVersion: string },
): string {
  const { currency } = scenario.prices;
  const contrasts = experiment.contrasts.map((contrast) => contrastText(contrast, { currency, paint }));
  const pooled = lanes.map(({ strategy }, lane) => latencyRow(strategy, experiment.latency[lane]));
  const latency = textTable(
    [["", "p50", "p90", "p99", "p99.9"], ...pooled],
    ["left", "right", "right", "right", "right"],
  );
  return [
    ...(contrasts.length === 0 ? [] : [paint.strong("Which is better, in the same worlds"), ...contrasts, ""]),
    paint.strong(`Latency of all requests of all ${experiment.seeds} seeds`),
    latency,
    "",
    ...methodLines(experiment, { seed, engineVersion, warmup: toSeconds(scenario.warmup) }).map(paint.quiet),
    "",
  ].join("\n");
}

/** In how many seeds a strategy was the best, and each other one beside it. */
function contrastText(
  { measure, best, bestIn, others }: Contrast,
  { currency, paint }: { currency: string; paint: Paint },
): string {
  const seeds = others[0]?.pairs ?? 0;
  const head = `  ${DEFINITIONS[measure].label.en} ${paint.quiet(`(${measure})`)}: ${paint.strong(escapeControls(best))} best in ${bestIn} of ${seeds}`;
  const rows = others.map((difference) => [
    `    ${escapeControls(difference.strategy)}`,
    `${signed(measure, difference.mean, currency)} [${signed(measure, difference.low, currency)}, ${signed(measure, difference.high, currency)}]`,
    verdict(difference, paint),
    paint.quiet(pairing(difference)),
  ]);
  return `${head}\n${textTable(rows, ["left", "right", "left", "left"])}`;
}

function signed(measure: MeasureId, value: number, currency: string): string {
  const text = escapeControls(printMeasure(measure, value, currency));
  return value > 0 ? `+${text}` : text;
}

function verdict({ mean, adjustedP, pairs, worseIn }: Difference, paint: Paint): string {
  if (mean === 0 && adjustedP === 1) return "the same";
  if (adjustedP >= SIGNIFICANT) return `not distinguishable at ${pairs} seeds (${chance(adjustedP)})`;
  return paint.warn(`worse in ${worseIn} of ${pairs} (${chance(adjustedP)})`);
}

function chance(p: number): string {
  return p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`;
}

/** How much the same worlds help. */
function pairing({ correlation, varianceReduction }: Difference): string {
  if (correlation === null || varianceReduction === null) return "";
  return `correlation ${correlation.toFixed(2)}, variance ÷ ${varianceReduction.toFixed(varianceReduction < 10 ? 1 : 0)}`;
}

function latencyRow(strategy: string, quantiles: Experiment["latency"][number] | undefined): readonly string[] {
  const { p50 = null, p90 = null, p99 = null, p999 = null } = quantiles ?? {};
  const print = (value: number | null) => printMeasure("latency_p50_ms", value, "");
  return [`  ${escapeControls(strategy)}`, print(p50), print(p90), print(p99), print(p999)];
}

/** What a reader has to know to repeat the numbers and to judge them. */
function methodLines(
  { seeds, stopping, primary, contrasts, warmup, digest }: Experiment,
  { seed, engineVersion, warmup: deleted }: { seed: string; engineVersion: string; warmup: number },
): readonly string[] {
  const asked = Math.max(0, ...contrasts.map(({ others }) => others.length));
  const correction = asked > 1 ? `, chances corrected for ${asked} strategies beside the best (Holm)` : "";
  return [
    `Seeds ${escapeControls(seed)} and ${escapeControls(seed)}.1 to .${seeds - 1}: ${stoppingText(stopping, seeds)}. drydock ${engineVersion}, digest ${digest}.`,
    `Intervals 95 %: Student t, BCa bootstrap where the skewness exceeds 2; differences in pairs, seed by seed${correction}.`,
    `${primary.length} ${primary.length === 1 ? "measure decides" : "measures decide"} (${primary.join(", ")}), the rest describes. Warm-up of ${printSeconds(deleted)} left out; ${settlingText(warmup)}.`,
    "Counts, times and money are exact for each seed, latencies within 0.4 % (histogram).",
  ];
}

function stoppingText({ reason, halfWidth }: Experiment["stopping"], seeds: number): string {
  if (halfWidth === null) return `${seeds} were asked for`;
  const wanted = `±${printShare(halfWidth)}`;
  if (reason === "precise") return `stopped at ${seeds}, where ${wanted} was reached`;
  return `stopped at the limit of ${seeds}; ${wanted} was NOT reached (--max-seeds)`;
}

function settlingText({ verdict: told, seconds }: Settling): string {
  if (told === "settled") return "the window begins settled (MSER-5)";
  if (told === "unjudged") return "whether the window begins settled was not judged";
  const much =
    seconds === null ? "without a release the latency never settles" : `${printSeconds(seconds)} more are start-up`;
  return `TOO SHORT: ${much} (MSER-5)`;
}

/** `in 3 of 40 (1.6 % to 20.4 %): 12.0 s`, where a measure is mostly 0. */
export function aboveZeroText(
  { count, low, high, mean }: { count: number; low: number; high: number; mean: number | null },
  { seeds, print }: { seeds: number; print: (value: number | null) => string },
): string {
  if (mean === null) return `never in ${seeds} (< ${printShare(high)})`;
  return `in ${count} of ${seeds} (${printShare(low)} to ${printShare(high)}): ${print(mean)}`;
}
