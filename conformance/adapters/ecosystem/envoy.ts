import { SECOND, toSeconds } from "../../../src/kernel/time.ts";
import { ejectionTime, mostEjected, successRateThreshold } from "../../../src/traffic/envoy/outlierDetection.ts";
import { levelsInPanic, localityLoad, priorityLoad, totalHealth } from "../../../src/traffic/envoy/priorityLoad.ts";
import { slowStartFactor } from "../../../src/traffic/envoy/slowStart.ts";
import { adapter, UNSUPPORTED } from "../../adapter.ts";
import { flatCases } from "./flatCases.ts";

interface Input {
  readonly what: string;
  readonly healthy_pct: readonly number[];
  readonly weights: readonly number[];
  readonly panic_threshold_pct: number;
  readonly hosts: number;
  readonly max_ejection_percent: number;
  readonly always_eject_one_host: boolean;
  readonly base_s: number;
  readonly max_s: number;
  readonly ejections_in_a_row: number;
  readonly success_rates?: readonly number[];
  readonly stdev_factor?: number;
  readonly window_s: number;
  readonly aggression: number;
  readonly min_weight_pct: number;
  readonly t: number;
}

/** How each kind of case is answered; the field `what` names it. */
const ANSWERS: Readonly<Record<string, (input: Input) => unknown>> = {
  priority_load: ({ healthy_pct }) => ({ load_pct: priorityLoad(healthy_pct) }),
  panic: ({ healthy_pct, panic_threshold_pct }) => ({
    normalized_total_health: totalHealth(healthy_pct),
    in_panic: levelsInPanic(healthy_pct, panic_threshold_pct),
  }),
  locality_load: ({ weights, healthy_pct }) => ({
    load_pct: localityLoad(weights, healthy_pct).map((share) => 100 * share),
  }),
  max_ejected: ({ hosts, max_ejection_percent, always_eject_one_host }) => ({
    max_ejected: mostEjected(hosts, {
      maxEjectionPercent: max_ejection_percent,
      alwaysEjectOneHost: always_eject_one_host,
    }),
  }),
  ejection_time: ({ base_s, max_s, ejections_in_a_row }) => ({
    ejected_for_s: Array.from({ length: ejections_in_a_row }, (_, index) =>
      toSeconds(ejectionTime(index + 1, { base: base_s * SECOND, max: max_s * SECOND })),
    ),
  }),
  success_rate_threshold: ({ success_rates, stdev_factor }) =>
    success_rates === undefined || stdev_factor === undefined
      ? UNSUPPORTED
      : successRateThreshold(success_rates, stdev_factor),
  slow_start_factor: ({ t, window_s, aggression, min_weight_pct }) => ({
    factor: slowStartFactor(t * SECOND, {
      window: window_s * SECOND,
      aggression,
      leastWeight: min_weight_pct / 100,
    }),
  }),
};

export const envoy = [
  adapter<Input, { readonly tolerance?: number }>({
    file: "envoy_lb",
    cases: flatCases([
      ...["load_pct", "tolerance", "normalized_total_health", "in_panic", "max_ejected", "ejected_for_s"],
      ...["average", "threshold", "factor"],
    ]),
    // Envoy's documentation rounds to whole percent.
    matches: ({ tolerance = 0 }) => ({ within: tolerance + 1e-6 }),
    expected: ({ tolerance, ...expected }) => expected,
    run: (input) => ANSWERS[input.what]?.(input) ?? UNSUPPORTED,
  }),
];
