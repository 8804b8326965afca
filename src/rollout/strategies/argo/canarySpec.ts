import type { AnalysisSpec, CanaryStep } from "../../controllers/argo/spec.ts";
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
  if (step.setWeight !== undefined) return { setWeight: step.setWeight };
  if (step.setCanaryScale !== undefined) return { setCanaryScale: step.setCanaryScale };
  if (step.analysis !== undefined) return { analysis: measuring(step.analysis) };
  if (step.experiment !== undefined) {
    const { templates, duration, analysis } = step.experiment;
    return {
      experiment: {
        templates: templates.map(({ specRef, weight, ...rest }) => ({
          ...rest,
          from: specRef,
          weight: weight ?? null,
        })),
        duration: duration ?? null,
        analysis: analysis === undefined ? null : measuring(analysis),
      },
    };
  }
  if (step.setHeaderRoute !== undefined) return { setHeaderRoute: { name: step.setHeaderRoute.name } };
  if (step.setMirrorRoute !== undefined) return { setMirrorRoute: { name: step.setMirrorRoute.name } };
  if (step.plugin !== undefined) return { plugin: step.plugin };
  return { pause: pauseOf(step.pause ?? 0) };
}
