import {
  chanceAboveThreshold,
  chanceInAny,
  chanceOfSilence,
  meanUntilConsecutive,
  smallestCanaryRule,
} from "../../src/experiment/statistics/detection.ts";
import { independentDifference, pairedDifference } from "../../src/experiment/statistics/meanInterval.ts";
import { QuantileSketch } from "../../src/experiment/statistics/quantileSketch.ts";
import { asymptoticVariance, requiredRunLength } from "../../src/experiment/statistics/runLength.ts";
import { sobolIndices } from "../../src/experiment/statistics/sobolIndices.ts";
import { studentQuantile } from "../../src/experiment/statistics/studentT.ts";
import { mser5 } from "../../src/experiment/statistics/warmup.ts";
import { sequentialOutcome, sequentialTest } from "../../src/observe/statistics/sequentialTest.ts";
import type { ClosedForm, OracleAdapter, OracleCase, Results } from "./adapter.ts";
import { byName, hasParameters, numberIn } from "./parameters.ts";

const closed = (closedForm: number): ClosedForm => ({ closedForm });

function paired(oracle: OracleCase): Results | undefined {
  if (!hasParameters(oracle, ["system_a", "system_b", "confidence"])) return undefined;
  const a = oracle.params.system_a as number[];
  const b = oracle.params.system_b as number[];
  const confidence = numberIn(oracle, "confidence");
  const difference = pairedDifference(a, b, confidence);
  return {
    ...byName(oracle, /^t_quantile_([\d.]+)_df(\d+)$/, (p = 0, df = 0) => studentQuantile(p, df)),
    mean_difference: difference.mean,
    half_width: difference.halfWidth,
    lower: difference.low,
    upper: difference.high,
    welch_half_width_ignoring_pairing: independentDifference(a, b, confidence).halfWidth,
  };
}

/** `x_i = ((i*A) mod M)/D + (H1 if i<N1, H2 if N1<=i<N2, else R), i=0..LAST` */
const BIASED_SERIES =
  /\(\(i\*(\d+)\) mod (\d+)\)\/(\d+) \+ \((\d+) if i<(\d+), (\d+) if \d+<=i<(\d+), else (\d+)\), i=0\.\.(\d+)/;

function truncation(oracle: OracleCase): Results | undefined {
  const match = BIASED_SERIES.exec(String(oracle.params.series));
  if (match === null) return undefined;
  const [factor = 0, modulus = 1, divisor = 1, high = 0, first = 0, middle = 0, second = 0, rest = 0, last = 0] = match
    .slice(1)
    .map(Number);
  const series = Array.from({ length: last + 1 }, (_, i) => {
    const bias = i < first ? high : i < second ? middle : rest;
    return ((i * factor) % modulus) / divisor + bias;
  });
  const { observations, mean, statistic } = mser5(series);
  return { truncate_first_observations: observations, mean_after_truncation: mean, mser_statistic: statistic };
}

function runLength(oracle: OracleCase): Results | undefined {
  if (!hasParameters(oracle, ["relative_half_width", "z"])) return undefined;
  const [width, z] = [numberIn(oracle, "relative_half_width"), numberIn(oracle, "z")];
  return {
    ...byName(oracle, /^asymptotic_variance_rho_([\d.]+)$/, (rho = 0) => asymptoticVariance(rho)),
    ...byName(oracle, /^required_run_length_in_service_times_rho_([\d.]+)$/, (rho = 0) =>
      requiredRunLength(rho, width, z),
    ),
  };
}

function consecutive(oracle: OracleCase): Results {
  return byName(oracle, /^mean_requests_p([\d.]+)_k(\d+)$/, (p = 0, k = 0) => closed(meanUntilConsecutive(p, k)));
}

function falseAlarms(oracle: OracleCase): Results | undefined {
  if (!hasParameters(oracle, ["requests_per_window", "baseline_error", "threshold", "low_traffic_requests"]))
    return undefined;
  const [baseline, threshold] = [numberIn(oracle, "baseline_error"), numberIn(oracle, "threshold")];
  const inWindow = (name: string) => chanceAboveThreshold(numberIn(oracle, name), baseline, threshold);
  const busy = inWindow("requests_per_window");
  return {
    p_window_false_alarm: closed(busy),
    p_window_false_alarm_low_traffic: closed(inWindow("low_traffic_requests")),
    ...byName(oracle, /^p_false_alarm_one_day_of_(\d+)min_windows$/, (minutes = 1) =>
      chanceInAny(1440 / minutes, busy),
    ),
  };
}

function power(oracle: OracleCase): Results | undefined {
  if (!hasParameters(oracle, ["baseline_error", "faulty_error", "alpha_max", "power_min"])) return undefined;
  const faulty = numberIn(oracle, "faulty_error");
  const rule = smallestCanaryRule({
    baseline: numberIn(oracle, "baseline_error"),
    faulty,
    falseAbortMax: numberIn(oracle, "alpha_max"),
    powerMin: numberIn(oracle, "power_min"),
  });
  if (rule === null) return undefined;
  return {
    smallest_n: rule.requests,
    threshold_m: rule.errors,
    false_abort_prob_at_n: closed(rule.falseAbort),
    power_at_n: closed(rule.power),
    ...byName(oracle, /^p_no_error_seen_in_(\d+)_requests_when_faulty$/, (n = 0) => closed(chanceOfSilence(n, faulty))),
  };
}

function sequential(oracle: OracleCase): Results | undefined {
  if (!hasParameters(oracle, ["p0", "p1", "alpha", "beta"])) return undefined;
  const [healthy, faulty] = [numberIn(oracle, "p0"), numberIn(oracle, "p1")];
  const test = sequentialTest({ healthy, faulty, alpha: numberIn(oracle, "alpha"), beta: numberIn(oracle, "beta") });
  const whenFaulty = sequentialOutcome(test, faulty);
  const whenHealthy = sequentialOutcome(test, healthy);
  return {
    upper_boundary: test.upper,
    lower_boundary: test.lower,
    llr_per_error: test.perError,
    llr_per_success: test.perSuccess,
    mean_requests_to_decision_faulty: closed(whenFaulty.meanRequests),
    mean_requests_to_decision_healthy: closed(whenHealthy.meanRequests),
    p_reject_faulty: closed(whenFaulty.condemned),
    p_reject_healthy: closed(whenHealthy.condemned),
  };
}

function sketch(oracle: OracleCase): Results | undefined {
  if (!hasParameters(oracle, ["alpha", "values"])) return undefined;
  const known = new QuantileSketch(numberIn(oracle, "alpha"));
  return {
    ...byName(oracle, /^index_([-+.e\d]+)$/, (x = 1) => known.indexOf(x)),
    // What a sketch that has seen nothing else says of its middle.
    ...byName(oracle, /^estimate_([-+.e\d]+)$/, (x = 1) => {
      const alone = new QuantileSketch(known.accuracy);
      alone.add(x);
      return alone.quantile(0.5) ?? Number.NaN;
    }),
  };
}

/** `sin(x1)+A sin(x2)^2+B x3^4 sin(x1)` */
const ISHIGAMI = /^sin\(x1\)\s*\+\s*([\d.]+)\s*\*?\s*sin\(x2\)\^2\s*\+\s*([\d.]+)\s*\*?\s*x3\^4\s*\*?\s*sin\(x1\)$/;
const SENSITIVITY_SAMPLES = 1 << 14;

function sensitivity(oracle: OracleCase): Results | undefined {
  const match = ISHIGAMI.exec(String(oracle.params.function).trim());
  if (match === null || !/uniform\(-pi,\s*pi\)/.test(String(oracle.params.inputs))) return undefined;
  const [a = 0, b = 0] = match.slice(1).map(Number);
  const angle = (place = 0) => Math.PI * (2 * place - 1);
  const ishigami = (point: Float64Array) => {
    const [x1, x2, x3] = [angle(point[0]), angle(point[1]), angle(point[2])];
    return Math.sin(x1) + a * Math.sin(x2) ** 2 + b * x3 ** 4 * Math.sin(x1);
  };
  const { first, total } = sobolIndices(ishigami, { inputs: 3, samples: SENSITIVITY_SAMPLES, seed: oracle.id });
  return {
    // The variance to twelve digits is a formula about this function; from samples it is not known so closely.
    ...byName(oracle, /^S(\d)$/, (input = 1) => first[input - 1] ?? Number.NaN),
    ...byName(oracle, /^ST(\d)$/, (input = 1) => total[input - 1] ?? Number.NaN),
  };
}

const name = "statistics";

export const adapters: readonly OracleAdapter[] = [
  { name, family: /^S-PAIRED-\d+$/, run: paired },
  { name, family: /^S-MSER-\d+$/, run: truncation },
  { name, family: /^S-RUNLEN-\d+$/, run: runLength },
  { name, family: /^S-SKETCH-\d+$/, run: sketch },
  { name, family: /^S-SOBOL-\d+$/, run: sensitivity },
  { name, family: /^M-CONSEC-\d+$/, run: consecutive },
  { name, family: /^M-FALSE-\d+$/, run: falseAlarms },
  { name, family: /^M-POWER-\d+$/, run: power },
  { name, family: /^M-SPRT-\d+$/, run: sequential },
];
