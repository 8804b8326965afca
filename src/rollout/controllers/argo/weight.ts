import { type Counts, NO_PODS } from "./counts.ts";
import type { CanaryScale, CanarySpec, CanaryStep } from "./spec.ts";

/** Where an update stands, as far as its weight depends on it. */
export interface Position {
  /** `status.currentStepIndex`; equal to the number of steps when all are done. */
  readonly index: number;
  readonly aborted: boolean;
  /** `promote --full` was asked for. */
  readonly promoteFull: boolean;
  /** There is a stable revision, and it is not the current one. */
  readonly isUpdate: boolean;
}

/** The weights in the status, as last sent to the router. */
export interface Weights {
  readonly canary: number;
  readonly stable: number;
}

export function maxWeightOf(spec: CanarySpec): number {
  return spec.trafficRouting?.maxTrafficWeight ?? 100;
}

/** The step in progress; undefined when there are none or all are done. */
export function currentStep(spec: CanarySpec, index: number): CanaryStep | undefined {
  return spec.steps[index];
}

/**
 * The weight in force (`utils/replicaset/canary.go:GetCurrentSetWeight`): the nearest setWeight at or before the current
 * step, 0 before the first one and when aborted, all when the steps are done.
 */
export function currentSetWeight(spec: CanarySpec, { index, aborted }: Pick<Position, "index" | "aborted">): number {
  if (aborted) return 0;
  if (currentStep(spec, index) === undefined) return maxWeightOf(spec);
  return lastSetWeight(spec.steps, index) ?? 0;
}

/** The nearest setWeight at or before step `index`. */
export function lastSetWeight(steps: readonly CanaryStep[], index: number): number | undefined {
  for (let i = Math.min(index, steps.length - 1); i >= 0; i--) {
    const step = steps[i];
    if (step !== undefined && "setWeight" in step) return step.setWeight;
  }
  return undefined;
}

/**
 * The setCanaryScale in force (`UseSetCanaryScale`): the nearest at or before the current step, unless that one says
 * matchTrafficWeight. None when the steps are done, and none when aborted, except with abortScaleDownDelay 0.
 */
export function canaryScaleInForce(
  spec: CanarySpec,
  { index, aborted }: Pick<Position, "index" | "aborted">,
): CanaryScale | null {
  if (spec.trafficRouting === null || currentStep(spec, index) === undefined) return null;
  if (aborted && spec.abortScaleDownDelay !== 0) return null;
  for (let i = index; i >= 0; i--) {
    const step = spec.steps[i];
    if (step !== undefined && "setCanaryScale" in step) {
      return step.setCanaryScale.matchTrafficWeight === true ? null : step.setCanaryScale;
    }
  }
  return null;
}

/** What the walk back of the weight depends on. */
export interface Fallback {
  readonly replicas: number;
  readonly canary: Counts | null;
  readonly stable: Counts | null;
}

/**
 * The weight the canary should have (`GetDesiredCanaryWeight`). With dynamicStableScale an abort walks back down the
 * setWeight steps at the pace at which stable pods come up: the last step whose pods the missing ones still exceed.
 */
export function desiredCanaryWeight(spec: CanarySpec, position: Position, fallback: Fallback): number {
  const maxWeight = maxWeightOf(spec);
  const { replicas, stable } = fallback;
  const walksBack = spec.dynamicStableScale && position.aborted && position.isUpdate;
  if (!walksBack || stable === null) return currentSetWeight(spec, position);
  const missing = replicas - stable.available;
  const keepsCanary = spec.abortScaleDownDelay !== null && spec.abortScaleDownDelay !== 0;
  const needed = keepsCanary ? missing : Math.max(missing, (fallback.canary ?? NO_PODS).available);
  for (let i = spec.steps.length - 1; i >= 0; i--) {
    const step = spec.steps[i];
    if (step !== undefined && "setWeight" in step && Math.ceil((replicas * step.setWeight) / maxWeight) < needed) {
      return step.setWeight;
    }
  }
  return 0;
}
