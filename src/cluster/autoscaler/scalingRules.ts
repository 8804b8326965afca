import { type Micros, SECOND } from "../../kernel/time.ts";

/** How far one policy lets the replicas move within a period. */
export interface ScalingPolicy {
  readonly type: "Pods" | "Percent";
  readonly value: number;
  readonly period: Micros;
}

/** One direction of `spec.behavior`, complete. */
export interface ScalingRules {
  /** How far back recommendations hold a change back, µs; null: as long as the controller's flag says. */
  readonly stabilization: Micros | null;
  /** Which policy counts when there are several: the one that allows the most or the least change, or none at all. */
  readonly select: "Max" | "Min" | "Disabled";
  readonly policies: readonly ScalingPolicy[];
  /** A tolerance of this direction; null: the controller's. */
  readonly tolerance: number | null;
}

const QUARTER: Micros = 15 * SECOND;

/** Kubernetes v1.36 `pkg/apis/autoscaling/v2/defaults.go:scaleUpRules`. */
const SCALE_UP: ScalingRules = {
  stabilization: 0,
  select: "Max",
  policies: [
    { type: "Pods", value: 4, period: QUARTER },
    { type: "Percent", value: 100, period: QUARTER },
  ],
  tolerance: null,
};

/** Kubernetes v1.36 `pkg/apis/autoscaling/v2/defaults.go:scaleDownRules`. */
const SCALE_DOWN: ScalingRules = {
  stabilization: null,
  select: "Max",
  policies: [{ type: "Percent", value: 100, period: QUARTER }],
  tolerance: null,
};

/** Rules as a person writes them: null is for what is left to the default. */
export type WrittenRules = { readonly [Key in keyof ScalingRules]: ScalingRules[Key] | null };

/** Fills in what was left open. Kubernetes v1.36 `defaults.go:GenerateHPAScaleUpRules`, `GenerateHPAScaleDownRules`. */
export function withDefaultRules(direction: "up" | "down", written: WrittenRules | null): ScalingRules {
  const defaults = direction === "up" ? SCALE_UP : SCALE_DOWN;
  if (written === null) return defaults;
  return {
    stabilization: written.stabilization ?? defaults.stabilization,
    select: written.select ?? defaults.select,
    policies: written.policies ?? defaults.policies,
    tolerance: written.tolerance ?? defaults.tolerance,
  };
}
