import { Kernel } from "../../../src/kernel/kernel.ts";
import { fromSeconds, toSeconds } from "../../../src/kernel/time.ts";
import { Alertmanager } from "../../../src/observe/alertmanager/alertmanager.ts";
import type { Notification } from "../../../src/observe/alertmanager/group.ts";
import { Prometheus } from "../../../src/observe/prometheus.ts";
import { Labels } from "../../../src/observe/promql/labels.ts";
import { Alerts, type SentAlert } from "../../../src/observe/rules/alerts.ts";
import { restoredActiveAt } from "../../../src/observe/rules/restore.ts";
import { BURN_RATE_ALERTS, budgetConsumed, clearsAfter, firesAfter } from "../../../src/observe/slo/burnRate.ts";
import { adapter } from "../../adapter.ts";
import { rows } from "./tables.ts";

const ALERT = "alertname";
const named = (name: string) => Labels.of([[ALERT, name]]);

interface GivenEvaluations {
  readonly id: string;
  readonly for_s: number;
  readonly keep_firing_for_s: number;
  readonly interval_s?: number;
  readonly resend_delay_s?: number;
  readonly evals: readonly { readonly t: number; readonly active: readonly string[]; readonly set_for_s?: number }[];
  readonly states: unknown;
  readonly sent?: unknown;
}

function evaluations(given: GivenEvaluations) {
  const timing = { holdFor: fromSeconds(given.for_s), keepFiringFor: fromSeconds(given.keep_firing_for_s) };
  const alerts = new Alerts(timing);
  const { interval_s, resend_delay_s } = given;
  const states = [];
  const sent = [];
  for (const { t, active, set_for_s } of given.evals) {
    if (set_for_s !== undefined) timing.holdFor = fromSeconds(set_for_s);
    const now = fromSeconds(t);
    alerts.evaluate(
      now,
      active.map((series) => ({ labels: named(series), value: 1 })),
      () => undefined,
    );
    const live = alerts.all.filter(({ state }) => state !== "inactive");
    states.push(Object.fromEntries(live.map(({ labels, state }) => [labels.get(ALERT), state])));
    if (interval_s === undefined || resend_delay_s === undefined) continue;
    const every = { interval: fromSeconds(interval_s), resendDelay: fromSeconds(resend_delay_s) };
    sent.push(
      alerts.send(now, every).map((alert) => sentAs(alert, now, 4 * Math.max(every.interval, every.resendDelay))),
    );
  }
  return { states, ...(interval_s === undefined ? {} : { sent }) };
}

/** The table tells of resolved alerts, too, until when a receiver would believe in what was sent. */
function sentAs({ labels, isFiring, endsAt }: SentAlert, now: number, validFor: number) {
  return {
    series: labels.get(ALERT),
    status: isFiring ? "firing" : "resolved",
    valid_until: toSeconds(isFiring ? endsAt : now + validFor),
  };
}

interface GivenRestart {
  readonly id: string;
  readonly restart_eval_t: number;
  readonly for_s: number;
  readonly outage_tolerance_s: number;
  readonly grace_period_s: number;
  readonly last_for_state: { readonly t: number; readonly active_at: number } | null;
  readonly active_at: number;
  readonly fires_at_earliest: number;
}

function restart({ restart_eval_t, for_s, outage_tolerance_s, grace_period_s, last_for_state }: GivenRestart) {
  const last = last_for_state && { at: fromSeconds(last_for_state.t), activeAt: fromSeconds(last_for_state.active_at) };
  const holdFor = fromSeconds(for_s);
  const activeAt = restoredActiveAt(last, {
    now: fromSeconds(restart_eval_t),
    holdFor,
    outageTolerance: fromSeconds(outage_tolerance_s),
    gracePeriod: fromSeconds(grace_period_s),
  });
  return { active_at: toSeconds(activeAt), fires_at_earliest: toSeconds(activeAt + holdFor) };
}

type GivenBurn = { readonly id: string } & (
  | {
      readonly what: "budget";
      readonly burn_rate: number;
      readonly long_window_s: number;
      readonly period_s: number;
      readonly budget_consumed: number;
    }
  | { readonly what: "detection"; readonly slo: number; readonly error_ratio: number; readonly fires_after_s: unknown }
  | {
      readonly what: "incident";
      readonly slo: number;
      readonly error_ratio: number;
      readonly incident_s: number;
      readonly alerts: unknown;
    }
);

const inSeconds = (micros: number | null) => (micros === null ? null : toSeconds(micros));

function burn(given: GivenBurn) {
  if (given.what === "budget") {
    const alert = { burnRate: given.burn_rate, longWindow: given.long_window_s };
    return budgetConsumed(alert, given.period_s);
  }
  const incident = { objective: given.slo, errorRatio: given.error_ratio };
  if (given.what === "detection") {
    return Object.fromEntries(
      BURN_RATE_ALERTS.map((alert) => [alert.burnRate, inSeconds(firesAfter(alert, incident))]),
    );
  }
  const lasting = { ...incident, lasts: fromSeconds(given.incident_s) };
  return Object.fromEntries(
    BURN_RATE_ALERTS.map((alert) => {
      const fires = inSeconds(firesAfter(alert, lasting));
      return [alert.burnRate, fires === null ? null : { fires, clears: inSeconds(clearsAfter(alert, lasting)) }];
    }),
  );
}

function burnAnswer(given: GivenBurn): unknown {
  if (given.what === "budget") return given.budget_consumed;
  return given.what === "detection" ? given.fires_after_s : given.alerts;
}

interface GivenChain {
  readonly id: string;
  readonly scrape_interval_s: number;
  readonly scrape_offset_s: number;
  readonly eval_interval_s: number;
  readonly eval_offset_s: number;
  readonly window_s: number;
  readonly threshold: number;
  readonly for_s: number;
  readonly keep_firing_for_s?: number;
  readonly group_wait_s: number;
  readonly group_interval_s: number;
  readonly errors_from_s: number;
  readonly errors_to_s: number;
  readonly error_ratio: number;
  readonly background_error_ratio?: number;
  readonly until_s: number;
  readonly expected: unknown;
}

/** Requests per second of the chain, by the table's own words. */
const RATE = 100;

const REQUESTS = Labels.of([["__name__", "requests"]]);
const ERRORS = Labels.of([["__name__", "errors"]]);

function chain(given: GivenChain) {
  const kernel = new Kernel("chain");
  const told: Notification[] = [];
  const alertmanager = new Alertmanager(
    kernel,
    {
      route: {
        receiver: "onCall",
        groupWait: fromSeconds(given.group_wait_s),
        groupInterval: fromSeconds(given.group_interval_s),
      },
      inhibitRules: [],
      silences: [],
      silentOnResolved: [],
    },
    (notification) => told.push(notification),
  );
  const at: { pending?: number; firing?: number; resolved?: number; false?: number } = {};
  const expr = `rate(errors[${given.window_s}s]) / rate(requests[${given.window_s}s]) > ${given.threshold}`;
  const prometheus = new Prometheus({
    kernel,
    evaluationInterval: fromSeconds(given.eval_interval_s),
    groups: [
      {
        name: "chain",
        interval: fromSeconds(given.eval_interval_s),
        phase: fromSeconds(given.eval_offset_s),
        rules: [
          {
            kind: "alerting",
            alert: "ErrorRatio",
            expr,
            labels: [],
            tells: "errorRatio",
            holdFor: fromSeconds(given.for_s),
            keepFiringFor: fromSeconds(given.keep_firing_for_s ?? 0),
          },
        ],
      },
    ],
    changed: (change, { activeAt }) => {
      if (change === "firing") at.pending ??= activeAt;
      if (change === "firing" || change === "resolved") at[change] ??= kernel.now;
    },
    send: (alerts) => alertmanager.receive(alerts),
    evaluated: () => {
      if (kernel.now >= fromSeconds(given.errors_to_s) && condition.ask().length === 0) at.false ??= kernel.now;
    },
  });
  const condition = prometheus.prepare(expr);
  prometheus.add({
    labels: Labels.none,
    interval: fromSeconds(given.scrape_interval_s),
    phase: fromSeconds(given.scrape_offset_s),
    scrape(expose) {
      const t = toSeconds(kernel.now);
      const bad = Math.max(0, Math.min(t, given.errors_to_s) - given.errors_from_s);
      const background = (given.background_error_ratio ?? 0) * (t - bad);
      expose(REQUESTS, RATE * t);
      expose(ERRORS, RATE * (given.error_ratio * bad + background));
      return true;
    },
  });
  kernel.run(fromSeconds(given.until_s));
  const when = (micros: number | undefined) => (micros === undefined ? null : toSeconds(micros));
  return {
    first_true_eval: when(at.pending),
    fires_at: when(at.firing),
    resolved_at: when(at.resolved),
    condition_false_at: when(at.false),
    notifications: told.map((one) => ({ t: toSeconds(one.at), reason: REASONS[one.reason] })),
  };
}

/** The table's words for why a group is told. */
export const REASONS: Readonly<Record<Notification["reason"], string>> = {
  first: "first",
  newAlerts: "new_alerts",
  allResolved: "all_resolved",
  newResolved: "new_resolved",
  repeat: "repeat",
};

export const prometheus = [
  adapter<GivenEvaluations>({
    file: "prom_alert_state",
    cases: rows<GivenEvaluations>(({ states, sent }) => ({ states, ...(sent === undefined ? {} : { sent }) })),
    run: evaluations,
  }),
  adapter<GivenRestart>({
    file: "prom_for_restore",
    cases: rows<GivenRestart>(({ active_at, fires_at_earliest }) => ({ active_at, fires_at_earliest })),
    run: restart,
  }),
  adapter<GivenBurn>({ file: "sre_burn_rate", matches: "nearly", cases: rows<GivenBurn>(burnAnswer), run: burn }),
  adapter<GivenChain>({ file: "detection_chain", cases: rows<GivenChain>(({ expected }) => expected), run: chain }),
];
