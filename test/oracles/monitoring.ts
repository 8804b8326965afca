import { Kernel } from "../../src/kernel/kernel.ts";
import { fromSeconds, HOUR, SECOND } from "../../src/kernel/time.ts";
import { durationText } from "../../src/observe/errorRatio.ts";
import { Prometheus } from "../../src/observe/prometheus.ts";
import { Labels } from "../../src/observe/promql/labels.ts";
import { budgetConsumed, firesAfter } from "../../src/observe/slo/burnRate.ts";
import type { MonitoringSpec } from "../../src/observe/spec.ts";
import { type Flow, flowOf, monitoringOf, NOTHING, observe } from "../observe/fluid.ts";
import type { OracleAdapter, OracleCase } from "./adapter.ts";
import { byName, hasParameters, numberIn } from "./parameters.ts";

const name = "monitoring";
/** After a fault monitoring has found out by then, or never does, s. */
const HORIZON = 3600;

interface Detection {
  readonly pendingAt: number;
  readonly firingAt: number;
}

/** When the alert was first pending and firing after the fault, s; NaN when it was not. */
function detect(spec: MonitoringSpec, flow: Flow, faultAt: number): Detection {
  const { kernel, watch } = observe(spec, { old: flow, new: NOTHING });
  kernel.run(fromSeconds(faultAt + HORIZON));
  const alert = watch.record().alerts.find(({ firingAt }) => firingAt !== null);
  return { pendingAt: (alert?.pendingAt ?? Number.NaN) / SECOND, firingAt: (alert?.firingAt ?? Number.NaN) / SECOND };
}

/** The ratio of two plain counters as Prometheus sees it at `seconds`; NaN: none. */
function ratioAt(spec: MonitoringSpec, flow: Flow, seconds: number): number {
  const kernel = new Kernel("counters");
  const { scrapeInterval: interval, scrapePhase: phase, evaluationInterval, window } = spec;
  const nobody = () => undefined;
  const prometheus = new Prometheus({ kernel, evaluationInterval, groups: [], changed: nobody, send: nobody });
  const [errors, requests] = ["errors", "requests"].map((name) => Labels.of([["__name__", name]])) as [Labels, Labels];
  const range = `[${durationText(window)}]`;
  const ratio = prometheus.prepare(`rate(errors${range}) / rate(requests${range})`);
  prometheus.add({
    labels: Labels.none,
    interval,
    phase,
    scrape(expose) {
      expose(errors, flow.errors(kernel.now / SECOND));
      expose(requests, flow.requests(kernel.now / SECOND));
      return true;
    },
  });
  kernel.run(fromSeconds(seconds));
  return ratio.ask()[0]?.value ?? Number.NaN;
}

const secondsIn = (oracle: OracleCase, parameter: string) => fromSeconds(numberIn(oracle, parameter));

/** A ratio alert on the whole service. */
const ratioAlert: OracleAdapter = {
  name,
  family: /^M-PROM-\d+$/,
  run(oracle) {
    if (!hasParameters(oracle, ["arrival_rate_rps", "scrape_phase_s", "eval_phase_s", "range_s", "for_s"]))
      return undefined;
    const rate = numberIn(oracle, "arrival_rate_rps");
    const before = numberIn(oracle, "baseline_error_ratio");
    const faultAt = numberIn(oracle, "fault_at_s");
    const extra = numberIn(oracle, "extra_error_ratio");
    const end = "fault_end_s" in oracle.params ? numberIn(oracle, "fault_end_s") : Number.POSITIVE_INFINITY;
    const flow = flowOf(rate, { before, after: before + extra, at: faultAt });
    const surplus = (t: number) => rate * extra * Math.max(0, t - end);
    const outage = { ...flow, errors: (t: number) => flow.errors(t) - surplus(t) };
    const spec = monitoringOf({
      scrapeInterval: secondsIn(oracle, "scrape_interval_s"),
      scrapePhase: secondsIn(oracle, "scrape_phase_s"),
      evaluationInterval: secondsIn(oracle, "eval_interval_s"),
      evaluationPhase: secondsIn(oracle, "eval_phase_s"),
      window: secondsIn(oracle, "range_s"),
      errorRatioAbove: numberIn(oracle, "threshold"),
      holdFor: secondsIn(oracle, "for_s"),
    });
    const { pendingAt, firingAt } = detect(spec, outage, faultAt);
    return {
      first_true_evaluation_s: pendingAt,
      firing_at_s: firingAt,
      fires_when_series_is_created_on_first_error: !Number.isNaN(
        detect({ ...spec, countersStart: "whenCounted" }, outage, faultAt).firingAt,
      ),
      ratio_at_eval_1037s_slow_leak_series_from_zero: ratioAt(
        spec,
        flowOf(rate, { before, after: 1 / 90, at: faultAt }),
        1037,
      ),
      firing_at_s_series_from_zero: firingAt,
      time_to_detect_s: firingAt - faultAt,
      failed_requests_at_firing: rate * extra * (firingAt - faultAt),
    };
  },
};

/** The whole loop around a canary, over a grid of phases: what is seen is the canary's own series. */
const loop: OracleAdapter = {
  name,
  family: /^M-BADREQ-\d+$/,
  run(oracle) {
    const grid = /phase each (\d+)\*\(2k\+1\)\/(\d+) s, k=0\.\.(\d+)/.exec(String(oracle.params.phase_grid));
    if (grid === null) return undefined;
    const [interval, parts, last] = grid.slice(1).map(Number) as [number, number, number];
    const phases = Array.from({ length: last + 1 }, (_, k) => fromSeconds((interval * (2 * k + 1)) / parts));
    const faultAt = numberIn(oracle, "fault_at_s");
    const rate = numberIn(oracle, "arrival_rate_rps") * numberIn(oracle, "canary_weight");
    const after = numberIn(oracle, "canary_error_rate_after_fault");
    const flow = flowOf(rate, { before: numberIn(oracle, "canary_baseline_error"), after, at: faultAt });
    const delay = numberIn(oracle, "decision_s") + numberIn(oracle, "weight_reset_propagation_s");
    const times = phases.flatMap((scrapePhase) =>
      phases.map((evaluationPhase) => {
        const spec = monitoringOf({
          scrapeInterval: secondsIn(oracle, "scrape_s"),
          scrapePhase,
          evaluationInterval: secondsIn(oracle, "eval_s"),
          evaluationPhase,
          window: secondsIn(oracle, "window_s"),
          errorRatioAbove: numberIn(oracle, "threshold"),
          holdFor: secondsIn(oracle, "for_s"),
        });
        return detect(spec, flow, faultAt).firingAt - faultAt;
      }),
    );
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
    return {
      mean_time_to_detect_s: { closedForm: mean },
      max_time_to_detect_s: Math.max(...times),
      min_time_to_detect_s: Math.min(...times),
      mean_bad_requests: { closedForm: rate * after * (mean + delay) },
    };
  },
};

/** Burn-rate alerts, by the rules they are made of, on a service whose answers fail from one moment on. */
const burnRate: OracleAdapter = {
  name,
  family: /^M-BURN-\d+$/,
  run(oracle) {
    if (!hasParameters(oracle, ["slo", "long_window_s", "short_window_s", "burn_rate"])) return undefined;
    const objective = numberIn(oracle, "slo");
    const alert = {
      severity: "page" as const,
      burnRate: numberIn(oracle, "burn_rate"),
      longWindow: secondsIn(oracle, "long_window_s"),
      shortWindow: secondsIn(oracle, "short_window_s"),
      holdFor: 0,
    };
    const outage = (ratio: number) => burnt({ objective, alerts: [alert] }, ratio);
    return {
      ...byName(oracle, /^time_to_fire_s_error_([\d.]+)$/, (ratio = 0) => outage(ratio).fired),
      ...byName(
        oracle,
        /^error_ratio_([\d.]+)_or_less_never_fires$/,
        (ratio = 0) =>
          firesAfter(alert, { objective, errorRatio: ratio }) === null && Number.isNaN(outage(ratio / 2).fired),
      ),
      ...byName(oracle, /^budget_consumed_per_hour_at_([\d.]+)x_(\d+)d$/, (rate = 0, days = 1) =>
        budgetConsumed({ burnRate: rate, longWindow: HOUR }, days * 24 * HOUR),
      ),
      time_to_reset_s_after_full_outage: outage(1).cleared,
    };
  },
};

/** After the fault, and after the repair an hour later, s; NaN: never. */
function burnt(burnRate: NonNullable<MonitoringSpec["burnRate"]>, ratio: number) {
  const [faultAt, repairedAt, end] = [3600, 7200, 10_800];
  const flow = flowOf(100, { before: 0, after: ratio, at: faultAt });
  const { kernel, watch } = observe(monitoringOf({ burnRate }), {
    old: { ...flow, errors: (t) => flow.errors(Math.min(t, repairedAt)) },
    new: NOTHING,
  });
  kernel.run(fromSeconds(end));
  const [alert] = watch.record().alerts;
  return {
    fired: (alert?.firingAt ?? Number.NaN) / SECOND - faultAt,
    cleared: (alert?.resolvedAt ?? Number.NaN) / SECOND - repairedAt,
  };
}

export const adapters: readonly OracleAdapter[] = [ratioAlert, loop, burnRate];
