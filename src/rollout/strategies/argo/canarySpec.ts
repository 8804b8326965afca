import type { AnalysisSpec, CanaryStep, ExperimentSpec } from "../../controllers/argo/spec.ts";
import type { AnalysisParameters } from "../../measuring.ts";
import type { StepParameters } from "./steps.ts";

/** Makes what Argo measures out of what a file says. */
export type Measuring = (analysis: AnalysisParameters) => AnalysisSpec;

/** Beside a weight in short. */
const SHORT_PAUSE = 60_000_000;

/** The steps of a file as Argo's controller takes them: a weight in short becomes two. */
export function canaryStepsOf(
  steps: readonly StepParameters[],
  { measuring, maxWeight }: { readonly measuring: Measuring; readonly maxWeight: number },
): readonly CanaryStep[] {
  return steps.flatMap((step): readonly CanaryStep[] => {
    const { weight, pause } = step;
    if (weight === undefined) return [singleStep(step, measuring)];
    const setWeight = Math.round(weight * maxWeight);
    const span = pause === undefined ? SHORT_PAUSE : pauseOf(pause);
    return span === 0 ? [{ setWeight }] : [{ setWeight }, { pause: span }];
  });
}

function pauseOf(pause: NonNullable<StepParameters["pause"]>): number | null {
  return typeof pause === "number" ? pause : (pause.duration ?? null);
}

function singleStep(step: StepParameters, measuring: Measuring): CanaryStep {
  const { setWeight, setCanaryScale, analysis, experiment, setHeaderRoute, setMirrorRoute, plugin, pause } = step;
  return {
    ...(setWeight === undefined ? {} : { setWeight }),
    ...(setCanaryScale === undefined ? {} : { setCanaryScale }),
    ...(analysis === undefined ? {} : { analysis: measuring(analysis) }),
    ...(experiment === undefined ? {} : { experiment: experimentOf(experiment, measuring) }),
    ...(setHeaderRoute === undefined ? {} : { setHeaderRoute: { name: setHeaderRoute.name } }),
    ...(setMirrorRoute === undefined ? {} : { setMirrorRoute: { name: setMirrorRoute.name } }),
    ...(plugin === undefined ? {} : { plugin }),
    ...(pause === undefined ? {} : { pause: pauseOf(pause) }),
    // The schema has seen to it that there is one of them.
  } as CanaryStep;
}

function experimentOf(
  { templates, duration, analysis }: NonNullable<StepParameters["experiment"]>,
  measuring: Measuring,
): ExperimentSpec {
  return {
    templates: templates.map(({ specRef, weight, ...rest }) => ({ ...rest, from: specRef, weight: weight ?? null })),
    duration: duration ?? null,
    analysis: analysis === undefined ? null : measuring(analysis),
  };
}
