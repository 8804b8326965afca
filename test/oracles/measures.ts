import { log } from "../../src/kernel/math.ts";
import { stream } from "../../src/kernel/streams.ts";
import { SECOND } from "../../src/kernel/time.ts";
import { podHourPrice, podSecondsCost } from "../../src/measures/cost.ts";
import { apdex } from "../../src/measures/downtime.ts";
import { measure } from "../../src/measures/measure.ts";
import { type UserEvent, userUptime } from "../../src/measures/userUptime.ts";
import { handmade } from "../record/handmade.ts";
import { estimate, type OracleAdapter, type OracleCase, type Results, replicationSeed } from "./adapter.ts";
import { byName, hasParameters, numberIn } from "./parameters.ts";

interface TraceSegment {
  readonly from_s: number;
  readonly to_s: number;
  readonly ready_pods: number;
  readonly fail: number;
}

/** One trace of ready pods and failures, judged by every definition of downtime. */
function trace(oracle: OracleCase): Results | undefined {
  if (!hasParameters(oracle, ["duration_s", "arrival_rate_rps", "segments", "otherwise"])) return undefined;
  const run = (sloWindow: number, badRatio: number) => traceRun(oracle, { sloWindow, badRatio });
  const measures = (sloWindow: number, badRatio: number) => {
    const judged = run(sloWindow, badRatio);
    return measure(judged, judged);
  };
  const usual = measures(60, 0.01);
  const known = (value: number | null): number => value ?? Number.NaN;
  return {
    zero_ready_s: known(usual.zero_ready_s),
    failed_requests: known(usual.bad_requests) / WEIGHT,
    request_availability: known(usual.request_availability),
    user_weighted_downtime_s: known(usual.user_weighted_s),
    gray_failure_s: known(usual.gray_failure_s),
    degraded_capacity_pod_s: known(usual.degraded_pod_s),
    ...byName(oracle, /^slo_violating_s_(\d+)s_windows_([\d.]+)pct$/, (width = 0, percent = 0) =>
      known(measures(width, Number((1 - percent / 100).toFixed(9))).slo_violating_s),
    ),
    ...byName(oracle, /^error_budget_burned_([\d.]+)_(\d+)d$/, (percent = 0, days = 0) =>
      known(budgetShare(run(60, 0.01), percent / 100, days)),
    ),
  };
}

function budgetShare(run: ReturnType<typeof handmade>, availability: number, days: number): number | null {
  const objectives = { ...run.objectives, availability, period: days * 86_400 * SECOND };
  const judged = { ...run, objectives };
  return measure(judged, judged).release_budget_share;
}

/** Requests are counted in fractions of this, so that the failures of every second are whole. */
const WEIGHT = 1000;

/** Failures are exact shares of evenly spaced requests, second by second. */
function traceRun(oracle: OracleCase, limits: { readonly sloWindow: number; readonly badRatio: number }) {
  const { segments, otherwise } = oracle.params as unknown as { segments: TraceSegment[]; otherwise: TraceSegment };
  const perSecond = numberIn(oracle, "arrival_rate_rps") * WEIGHT;
  const seconds = numberIn(oracle, "duration_s");
  const at = (second: number) => segments.find(({ from_s, to_s }) => from_s <= second && second < to_s) ?? otherwise;
  const desired = otherwise.ready_pods;
  return handmade({
    ...limits,
    seconds,
    desired,
    traffic: (second) => {
      const error = Math.round(perSecond * at(second).fail);
      return { ok: perSecond - error, error };
    },
    pods: Array.from({ length: desired }, (_, index) => {
      const spans = Array.from({ length: seconds }, (_, second) => second)
        .filter((second) => at(second).ready_pods > index)
        .map((second) => [second, second + 1] as const);
      return { available: spans, ready: spans, routed: spans };
    }),
  });
}

/** User-uptime of a log of three users. */
function uptime(oracle: OracleCase): Results | undefined {
  if (!hasParameters(oracle, ["events", "inactivity_cutoff_s"])) return undefined;
  const log = Object.values(oracle.params.events as Record<string, { t: number; ok: boolean }[]>);
  const histories: UserEvent[][] = log.map((user) => user.map(({ t, ok }) => ({ at: t * SECOND, ok })));
  const { up, down } = userUptime(histories, numberIn(oracle, "inactivity_cutoff_s") * SECOND);
  const events = histories.flat();
  return {
    uptime_s: up / SECOND,
    downtime_s: down / SECOND,
    user_uptime: up / (up + down),
    success_ratio_same_log: events.filter(({ ok }) => ok).length / events.length,
  };
}

const APDEX_REPLICATIONS = 60;
const APDEX_REQUESTS = 4000;

/** Sojourn times of M/M/1 are exponential: counted as the measure counts them. */
function apdexOfQueue(oracle: OracleCase): Results | undefined {
  if (!hasParameters(oracle, ["arrival_rate_rps", "mean_service_s", "apdex_T_s", "failed_share"])) return undefined;
  const mean = 1 / (1 / numberIn(oracle, "mean_service_s") - numberIn(oracle, "arrival_rate_rps"));
  const objective = numberIn(oracle, "apdex_T_s");
  const failedShare = numberIn(oracle, "failed_share");
  const replications = Array.from({ length: APDEX_REPLICATIONS }, (_, replication) => {
    const sojourns = stream(replicationSeed(oracle, replication), "sojourn");
    const failures = stream(replicationSeed(oracle, replication), "failure");
    const counts = { satisfied: 0, tolerating: 0, goodSatisfied: 0, goodTolerating: 0 };
    for (let i = 0; i < APDEX_REQUESTS; i++) {
      const sojourn = -mean * log(sojourns.uniform());
      const good = failures.uniform() >= failedShare ? 1 : 0;
      if (sojourn <= objective) {
        counts.satisfied++;
        counts.goodSatisfied += good;
      } else if (sojourn <= 4 * objective) {
        counts.tolerating++;
        counts.goodTolerating += good;
      }
    }
    return {
      all: apdex(counts.satisfied, counts.tolerating, APDEX_REQUESTS) ?? Number.NaN,
      good: apdex(counts.goodSatisfied, counts.goodTolerating, APDEX_REQUESTS) ?? Number.NaN,
    };
  });
  return {
    apdex_no_failures: estimate(replications.map(({ all }) => all)),
    apdex_with_failures: estimate(replications.map(({ good }) => good)),
  };
}

/** Money from pod-seconds; the pod-seconds themselves are each strategy's textbook integral. */
function cost(oracle: OracleCase): Results | undefined {
  if (!hasParameters(oracle, ["replicas", "pod", "price_vcpu_h", "price_gib_h", "pod_ready_after_s"])) return undefined;
  const { pod, rolling, bluegreen, canary } = oracle.params as unknown as CostParameters;
  const replicas = numberIn(oracle, "replicas");
  const ready = numberIn(oracle, "pod_ready_after_s");
  const prices = { cpuHour: numberIn(oracle, "price_vcpu_h"), memoryGibHour: numberIn(oracle, "price_gib_h") };
  const hour = podHourPrice({ cpuMilli: pod.vcpu * 1000, memoryBytes: pod.gib * 2 ** 30 }, prices);
  const month = podSecondsCost(replicas * 30 * 86_400, hour);
  const secondStack = podSecondsCost(replicas * (ready + bluegreen.analysis_s + bluegreen.scaleDownDelay_s), hour);
  const canaryPods = canary.steps.reduce(
    (sum, [percent, seconds]) => sum + Math.ceil((percent * replicas) / 100) * seconds,
    0,
  );
  return {
    pod_hour_price_usd: hour,
    steady_state_usd_per_month_30d: month,
    rolling_extra_usd: podSecondsCost(rollingOverhead({ replicas, ready, ...rolling }), hour),
    bluegreen_extra_usd: secondStack,
    canary_extra_usd: podSecondsCost(canaryPods, hour),
    idle_bluegreen_kept_always_share: (podSecondsCost(2 * replicas * 30 * 86_400, hour) - month) / month,
    ...byName(
      oracle,
      /^bluegreen_extra_share_of_monthly_bill_(\d+)_releases$/,
      (releases = 0) => (releases * secondStack) / month,
    ),
  };
}

interface CostParameters {
  readonly pod: { readonly vcpu: number; readonly gib: number };
  readonly rolling: { readonly maxSurge: string; readonly maxUnavailable: string };
  readonly bluegreen: { readonly analysis_s: number; readonly scaleDownDelay_s: number };
  readonly canary: { readonly steps: readonly (readonly [number, number])[] };
}

/** Rounds of a rolling update whose pods get ready together: in each, all surge pods and what they replaced are paid. */
function rollingOverhead(update: {
  replicas: number;
  ready: number;
  maxSurge: string;
  maxUnavailable: string;
}): number {
  const { replicas, ready } = update;
  const surge = Math.ceil(absolute(update.maxSurge, replicas));
  const unavailable = Math.floor(absolute(update.maxUnavailable, replicas));
  let podSeconds = 0;
  let rounds = 0;
  let fresh = 0;
  for (let old = replicas; fresh < replicas; rounds++) {
    // Scale up to N + surge, scale down to N − unavailable available; then the new ones become ready.
    old = Math.max(0, Math.min(old, replicas - unavailable - fresh));
    const starting = Math.min(replicas - fresh, replicas + surge - old - fresh);
    podSeconds += (old + fresh + starting) * ready;
    fresh += starting;
  }
  return podSeconds - replicas * rounds * ready;
}

function absolute(quantity: string, of: number): number {
  const percent = /^([\d.]+)%$/.exec(quantity);
  return percent === null ? Number(quantity) : (Number(percent[1]) * of) / 100;
}

const name = "measures";

export const adapters: readonly OracleAdapter[] = [
  { name, family: /^C-TRACE-\d+$/, run: trace },
  { name, family: /^C-USERUPTIME-\d+$/, run: uptime },
  { name, family: /^C-APDEX-\d+$/, run: apdexOfQueue },
  { name, family: /^C-COST-\d+$/, run: cost },
];
