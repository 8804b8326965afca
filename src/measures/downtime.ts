import { type Micros, SECOND, toSeconds } from "../kernel/time.ts";
import type { Run, Span } from "../record/run.ts";
import {
  clip,
  combine,
  complement,
  countOverlapping,
  integrate,
  intersection,
  type Steps,
  totalLength,
} from "../record/spans.ts";
import { overClusters, overUsers } from "./byCluster.ts";
import { desiredOver } from "./desired.ts";
import { inactivityCutoff, userHistories, userUptime, windowedUserUptime } from "./userUptime.ts";
import { share, tallyWindows, verdicts, violatingSpans } from "./windows.ts";

/** Width of the windows in which users notice a gray failure, µs. */
const GRAY_WINDOW: Micros = SECOND;

/** Seconds without any of these spans. */
function uncoveredSeconds(spans: readonly Span[], window: Span): number {
  return toSeconds(totalLength(complement(spans, window)));
}

/** Bad requests as the seconds of total outage that would have hurt as many: bad ÷ mean rate. */
function userWeightedSeconds(bad: number, total: number, window: Span): number | null {
  return total > 0 ? (bad * toSeconds(window.end - window.start)) / total : null;
}

/** Seconds in which somebody is ready and users still suffer: what health checks do not see. */
function grayFailureSeconds(ready: readonly Span[], suffering: readonly Span[]): number {
  return toSeconds(totalLength(intersection(ready, suffering)));
}

/** ∫ (desired − available)⁺ dt in pod·s. */
function missingPodSeconds(available: readonly Span[], desired: Steps): number {
  const window = { start: desired.at[0] as number, end: desired.end };
  const missing = combine([desired, countOverlapping(available, window)], ([wanted = 0, count = 0]) => wanted - count);
  return toSeconds(integrate(missing, (count) => Math.max(0, count)));
}

/**
 * Apdex (Alliance specification 1.1): satisfied count whole, tolerating (up to four times the objective) half,
 * everything else and all errors not at all.
 */
export function apdex(satisfied: number, tolerating: number, total: number): number | null {
  return share(satisfied + tolerating / 2, total);
}

/**
 * Downtime in its eight definitions, and what is easily taken for it. Where nobody is ready in one of several clusters,
 * it is down for those who live there: a tenth of the users for 50 s are 5 s.
 */
export function downtimeMeasures(run: Run) {
  const { window, objectives, pods } = run;
  const { total, bad } = verdicts(run);
  const windows = tallyWindows(run, objectives.window);
  const violating = toSeconds(totalLength(violatingSpans(windows, objectives.badRatio)));
  const judged = toSeconds(windows.total.length * windows.width);
  const ready = pods.flatMap((pod) => pod.endpointReady);
  const suffering = violatingSpans(tallyWindows(run, GRAY_WINDOW), objectives.badRatio);
  const slow = run.traffic.totals.requestsByOutcome[1] ?? 0;
  return {
    zero_ready_s: overUsers(run, zeroReadySeconds),
    zero_endpoint_s: overUsers(run, zeroEndpointSeconds),
    slo_violating_s: violating,
    user_weighted_s: userWeightedSeconds(bad, total, window),
    gray_failure_s: grayFailureSeconds(clip(ready, window), suffering),
    request_availability: share(total - bad, total),
    time_availability: share(judged - violating, judged),
    ...userUptimes(run),
    latency_slo_miss_share: share(slow, total),
    apdex: apdex(total - bad, toleratingOf(run, slow), total),
    degraded_pod_s: overClusters(run, degradedPodSeconds),
  };
}

function zeroReadySeconds({ pods, window }: Run): number {
  return uncoveredSeconds(
    pods.flatMap((pod) => pod.endpointReady),
    window,
  );
}

function degradedPodSeconds(run: Run): number {
  return missingPodSeconds(
    run.pods.flatMap((pod) => pod.available),
    desiredOver(run),
  );
}

/**
 * How long users found no living pod behind the proxies they came through: at each instant the share of the open proxies
 * that know none, since each carries about as many users. Two proxies, one of them without endpoints for 3 s: 1.5 s.
 */
function zeroEndpointSeconds({ pods, proxies, window }: Run): number {
  const ends = pods.map(({ transitions }) => {
    const last = transitions.at(-1);
    return last?.state === "gone" ? last.at : window.end;
  });
  const blind = proxies.flatMap(({ open, programmed }) => {
    const living = programmed.map(({ pod, start, end }) => ({ start, end: Math.min(end, ends[pod] ?? end) }));
    return intersection(open, complement(living, window));
  });
  const steps = [blind, proxies.flatMap(({ open }) => open)].map((spans) => countOverlapping(spans, window));
  return toSeconds(integrate(combine(steps, ([without = 0, all = 0]) => (all > 0 ? without / all : 1))));
}

function userUptimes(run: Run) {
  const histories = userHistories(run);
  const cutoff = inactivityCutoff(histories);
  if (cutoff === null) return { user_uptime: null, windowed_user_uptime: null };
  const { up, down } = userUptime(histories, cutoff);
  return {
    user_uptime: share(up, up + down),
    windowed_user_uptime: windowedUserUptime(histories, cutoff, run.objectives.window),
  };
}

/** Of the slow answers, those within four times the objective: the number is exact, their share is the sample's. */
function toleratingOf(run: Run, slow: number): number {
  const { sample } = run.traffic;
  let sampled = 0;
  let tolerating = 0;
  for (let i = 0; i < sample.outcome.length; i++) {
    if (sample.outcome[i] !== 1) continue;
    sampled++;
    const latency = (sample.endedAt[i] as number) - (sample.arrivedAt[i] as number);
    if (latency <= 4 * run.objectives.latency) tolerating++;
  }
  return sampled === 0 ? 0 : (slow * tolerating) / sampled;
}
