import {
  type Classification,
  canaryScore,
  classifyMetric,
  scoreVerdict,
} from "../../../src/observe/statistics/canaryJudge.ts";
import { mixtureTest } from "../../../src/observe/statistics/mixtureTest.ts";
import { playSequentialTest, sequentialTest } from "../../../src/observe/statistics/sequentialTest.ts";
import { sampleSizePerSide, twoProportions } from "../../../src/observe/statistics/twoProportions.ts";
import { adapter, UNSUPPORTED } from "../../adapter.ts";
import { flatCases } from "./flatCases.ts";

/** The tables are written with nine decimals. */
const ROUNDED = { within: 2e-9 };

type Pair = readonly [successes: number, tries: number];

interface ZTest {
  readonly what: "two_proportion_z";
  readonly a: Pair;
  readonly b: Pair;
}

interface Wald {
  readonly what: "wald_sprt_bernoulli";
  readonly p0: number;
  readonly p1: number;
  readonly alpha: number;
  readonly beta: number;
  readonly outcomes: string;
}

interface Mixture {
  readonly what: "msprt_normal_mixture";
  readonly successes_a: number;
  readonly successes_b: number;
  readonly n_per_arm: number;
  readonly tau: number;
}

interface SampleSize {
  readonly what: "sample_size_per_arm";
  readonly base: number;
  readonly absolute_effect: number;
  readonly alpha_two_sided: number;
  readonly power: number;
}

function zTest({ a, b }: ZTest) {
  const tally = ([successes, tries]: Pair) => ({ successes, tries });
  const { z, twoSided, low, high } = twoProportions(tally(a), tally(b));
  return { z, p_two_sided: twoSided, ci95_unpooled: [low, high] };
}

function wald({ p0, p1, alpha, beta, outcomes }: Wald) {
  const test = sequentialTest({ healthy: p0, faulty: p1, alpha, beta });
  const { ratio, verdict, requests } = playSequentialTest(
    test,
    [...outcomes].map((outcome) => outcome === "1"),
  );
  const accepted = { faulty: "accept_h1", healthy: "accept_h0", open: null }[verdict];
  const decision = accepted === null ? null : [accepted, requests];
  return { upper_log: test.upper, lower_log: test.lower, decision, llr_end: ratio };
}

function mixture({ successes_a, successes_b, n_per_arm, tau }: Mixture) {
  const { likelihoodRatio, alwaysValidP, variance } = mixtureTest(
    { successes: successes_a, tries: n_per_arm },
    { successes: successes_b, tries: n_per_arm },
    tau,
  );
  return { variance, mixture_lr: likelihoodRatio, always_valid_p: alwaysValidP };
}

interface Judged {
  readonly experiment: readonly number[];
  readonly control: readonly number[];
  readonly tolerance: number;
  readonly conf_level: number;
  readonly direction: "increase" | "decrease" | "either";
  readonly critical: boolean;
  readonly data_required?: boolean;
  readonly nan_strategy: "remove" | "replace";
  readonly effect_thresholds?: readonly [number, number];
  readonly critical_thresholds?: readonly [number, number];
  readonly effect_measure?: "meanRatio" | "cles";
}

interface Scored {
  readonly metrics?: readonly {
    readonly classification: Classification;
    readonly critical: boolean;
    readonly groups: readonly string[];
  }[];
  readonly group_weights?: Readonly<Record<string, number>>;
  readonly score_in?: number;
  readonly pass_threshold?: number;
  readonly marginal_threshold?: number;
}

export const statistics = [
  adapter<ZTest | Wald | Mixture | SampleSize>({
    file: "ab_statistics",
    cases: flatCases([
      ...["z", "p_two_sided", "ci95_unpooled", "upper_log", "lower_log", "decision", "llr_end"],
      ...["variance", "mixture_lr", "always_valid_p", "n"],
    ]),
    matches: ROUNDED,
    run(input) {
      if (input.what === "two_proportion_z") return zTest(input);
      if (input.what === "wald_sprt_bernoulli") return wald(input);
      if (input.what === "msprt_normal_mixture") return mixture(input);
      if (input.what !== "sample_size_per_arm") return UNSUPPORTED;
      const { base, absolute_effect, alpha_two_sided, power } = input;
      return { n: sampleSizePerSide({ base, effect: absolute_effect, alpha: alpha_two_sided, power }) };
    },
  }),
  adapter<Judged>({
    file: "kayenta_mann_whitney",
    cases: flatCases(["classification", "is_critical"]),
    matches: "as told",
    run(input) {
      const { classification, critical } = classifyMetric(input.experiment, input.control, {
        tolerance: input.tolerance,
        confidence: input.conf_level,
        direction: input.direction,
        critical: input.critical,
        mustHaveData: input.data_required ?? false,
        nan: input.nan_strategy,
        effect: input.effect_thresholds ?? [1, 1],
        criticalEffect: input.critical_thresholds ?? [1, 1],
        measure: input.effect_measure ?? "meanRatio",
      });
      return { classification, is_critical: critical };
    },
  }),
  adapter<Scored>({
    file: "kayenta_score",
    cases: flatCases(["score", "verdict"]),
    matches: ROUNDED,
    run({ metrics, group_weights = {}, score_in, pass_threshold, marginal_threshold }) {
      if (metrics !== undefined) return { score: canaryScore(metrics, new Map(Object.entries(group_weights))) };
      if (score_in === undefined || pass_threshold === undefined || marginal_threshold === undefined)
        return UNSUPPORTED;
      return { verdict: scoreVerdict(score_in, { pass: pass_threshold, marginal: marginal_threshold }) };
    },
  }),
];
