import { type Micros, SECOND } from "../../kernel/time.ts";
import type { Database } from "../promql/database.ts";
import { type Labels, METRIC_NAME } from "../promql/labels.ts";
import { matcher } from "../promql/matcher.ts";
import { Query } from "../promql/query.ts";
import { QueryRefused } from "../promql/refusal.ts";
import type { Series } from "../promql/series.ts";
import { distinct, type Vector } from "../promql/value.ts";
import { type ActiveAlert, type AlertChange, Alerts, type SentAlert } from "./alerts.ts";
import { type LastForState, RESTORE_DEFAULTS, restoredActiveAt } from "./restore.ts";
import { type AlertingRule, type RecordingRule, type Rule, type RuleGroupSpec, ruleLabels } from "./rule.ts";

/** A firing alert is sent again after this, µs (`--rules.alert.resend-delay`). */
const RESEND_DELAY: Micros = 60 * SECOND;

export interface RuleGroupOptions {
  readonly database: Database;
  readonly spec: RuleGroupSpec;
  changed(change: AlertChange, alert: ActiveAlert, rule: AlertingRule): void;
  send(alerts: readonly SentAlert[]): void;
}

/** A group of rules at work (Prometheus 3 `rules/group.go:Group.Eval`). */
export class RuleGroup {
  readonly spec: RuleGroupSpec;
  private readonly options: RuleGroupOptions;
  private readonly alerts: ReadonlyMap<AlertingRule, Alerts>;
  /** What each rule wrote in its last evaluation: what it does not write again is over. */
  private readonly written = new Map<Rule, ReadonlySet<Series>>();
  private readonly queries: ReadonlyMap<Rule, Query>;
  private mustRestore = false;

  /** @throws QueryRefused when the expression of a rule cannot be read. */
  constructor(options: RuleGroupOptions) {
    this.options = options;
    this.spec = options.spec;
    this.queries = new Map(options.spec.rules.map((rule) => [rule, new Query(rule.expr)]));
    for (const { reach } of this.queries.values()) options.database.retain(reach);
    this.alerts = new Map(
      options.spec.rules
        .filter((rule) => rule.kind === "alerting")
        .map((rule) => [rule, new Alerts({ holdFor: rule.holdFor, keepFiringFor: rule.keepFiringFor })]),
    );
  }

  evaluate(now: Micros): void {
    for (const rule of this.spec.rules) {
      const answer = this.ask(rule, now);
      // A rule that cannot be answered changes nothing: its alerts stay what they were.
      if (answer === undefined) continue;
      const lines = rule.kind === "recording" ? record(rule, answer) : this.alert(rule, answer, now);
      this.write(rule, lines, now);
    }
    this.mustRestore = false;
  }

  /** The process stops and starts again: what only memory held is gone, what was written down is not. */
  restart(): void {
    for (const alerts of this.alerts.values()) alerts.forget();
    this.written.clear();
    this.mustRestore = true;
  }

  private ask(rule: Rule, at: Micros): Vector | undefined {
    try {
      return this.queries.get(rule)?.ask({ database: this.options.database, at, interval: this.spec.interval });
    } catch (error) {
      if (error instanceof QueryRefused) return undefined;
      throw error;
    }
  }

  private alert(rule: AlertingRule, answer: Vector, now: Micros): Vector {
    const { changed, send } = this.options;
    const alerts = this.alerts.get(rule) as Alerts;
    const samples = distinct(
      answer.map((sample) => ({
        labels: sample.labels.withoutName.with([...ruleLabels(rule, sample), ["alertname", rule.alert]]),
        value: sample.value,
      })),
    );
    alerts.evaluate(now, samples, (change, alert) => changed(change, alert, rule));
    if (this.mustRestore) this.restore(rule, alerts, now);
    const sent = alerts.send(now, { interval: this.spec.interval, resendDelay: RESEND_DELAY });
    if (sent.length > 0) send(sent);
    return alerts.all.filter(({ state }) => state !== "inactive").flatMap(seriesOf);
  }

  private restore(rule: AlertingRule, alerts: Alerts, now: Micros): void {
    for (const { labels } of alerts.all) {
      const options = { now, holdFor: rule.holdFor, ...RESTORE_DEFAULTS };
      alerts.restore(labels, restoredActiveAt(this.lastForState(labels, now), options));
    }
  }

  private lastForState(alert: Labels, now: Micros): LastForState | null {
    const wanted = forState(alert).pairs();
    const matchers = wanted.map(([label, value]) => matcher({ label, operator: "=", value }));
    const found = this.options.database.select(matchers).find(({ labels }) => labels.names.length === wanted.length);
    const samples = found?.within(now - RESTORE_DEFAULTS.outageTolerance, now - 1);
    const last = (samples?.times.length ?? 0) - 1;
    if (samples === undefined || last < 0) return null;
    return { at: samples.times[last] as Micros, activeAt: Math.round((samples.values[last] as number) * SECOND) };
  }

  private write(rule: Rule, lines: Vector, now: Micros): void {
    const { database } = this.options;
    const current = new Set<Series>();
    for (const { labels, value } of lines) {
      database.append(labels, now, value);
      current.add(database.series(labels));
    }
    for (const series of this.written.get(rule) ?? []) if (!current.has(series)) series.markStale(now);
    this.written.set(rule, current);
  }
}

function record(rule: RecordingRule, answer: Vector): Vector {
  return answer.map((sample) => ({
    labels: sample.labels.with([...ruleLabels(rule, sample), [METRIC_NAME, rule.record]]),
    value: sample.value,
  }));
}

function forState(alert: Labels): Labels {
  return alert.with([[METRIC_NAME, "ALERTS_FOR_STATE"]]);
}

/** An alert as the series that tell of it. */
function seriesOf({ labels, state, activeAt }: ActiveAlert): Vector {
  return [
    {
      labels: labels.with([
        [METRIC_NAME, "ALERTS"],
        ["alertstate", state],
      ]),
      value: 1,
    },
    { labels: forState(labels), value: activeAt / SECOND },
  ];
}
