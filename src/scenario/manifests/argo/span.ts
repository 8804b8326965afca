import { parseDuration } from "../../../quantity/duration.ts";
import type { NamedStrategy } from "./strategy.ts";

/** What a step takes beside its own waiting: pods that start, a router that is told. */
const STEP = 60_000_000;
/** An analysis or experiment whose end is not written. */
const OPEN = 120_000_000;

/** Roughly how long a strategy of a manifest takes when nothing goes wrong, µs; 0 where nothing in it waits. */
export function spanOf({ parameters }: NamedStrategy): number {
  const steps = Array.isArray(parameters.steps) ? (parameters.steps as readonly unknown[]) : [];
  const person = micros(parameters.promoteAfter);
  const ofSteps = steps.reduce<number>((sum, step) => sum + STEP + spanOfStep(step as Step, person), 0);
  const ofSwitch =
    seconds(parameters.autoPromotionSeconds) +
    (parameters.autoPromotionEnabled === false ? person : 0) +
    seconds(parameters.scaleDownDelaySeconds);
  const analyses = [parameters.prePromotionAnalysis, parameters.postPromotionAnalysis];
  const ofTicks = spanOfTicks(parameters);
  return analyses.reduce<number>((sum, one) => sum + spanOfAnalysis(one), ofSteps + ofSwitch + ofTicks);
}

/** Ticks of Flagger that are none of a step: found, scaled up, promoted, back home, over, and one to spare. */
const OTHER_TICKS = 6;

/** Of a strategy by Flagger's clock: as many ticks as it has steps, each an interval long. */
function spanOfTicks({ interval, ...rest }: NamedStrategy["parameters"]): number {
  if (interval === undefined) return 0;
  const number = (field: string) => Number(rest[field] ?? 0);
  const { stepWeights } = rest;
  const listed = Array.isArray(stepWeights) ? stepWeights.length : 0;
  const shifted = number("stepWeight") > 0 ? Math.ceil(number("maxWeight") / number("stepWeight")) : listed;
  const returned = number("stepWeightPromotion") > 0 ? Math.ceil(100 / number("stepWeightPromotion")) : 0;
  return (shifted + returned + number("iterations") + OTHER_TICKS) * micros(interval);
}

interface Step {
  readonly pause?: { readonly duration?: unknown };
  readonly analysis?: unknown;
  readonly experiment?: { readonly duration?: unknown; readonly analysis?: unknown };
}

function spanOfStep({ pause, analysis, experiment }: Step, person: number): number {
  const waiting = pause === undefined ? 0 : pause.duration === undefined ? person : micros(pause.duration);
  const running =
    experiment === undefined ? 0 : micros(experiment.duration) || spanOfAnalysis(experiment.analysis) || OPEN;
  return waiting + running + spanOfAnalysis(analysis);
}

interface Metric {
  readonly count?: number;
  readonly interval?: unknown;
  readonly initialDelay?: unknown;
}

/** The longest of its metrics. */
function spanOfAnalysis(analysis: unknown): number {
  const { metrics = [] } = (analysis ?? {}) as { readonly metrics?: readonly Metric[] };
  const spans = metrics.map(
    ({ count = 1, interval, initialDelay }) => micros(initialDelay) + (count > 0 ? count * micros(interval) : OPEN),
  );
  return spans.reduce((longest, span) => Math.max(longest, span), 0);
}

/** A field that Argo counts in whole seconds. */
function seconds(written: unknown): number {
  return Number(written ?? 0) * 1e6;
}

function micros(written: unknown): number {
  const parsed = parseDuration(written);
  return "value" in parsed ? parsed.value : 0;
}
