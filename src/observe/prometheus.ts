import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { NO_CAUSE } from "../kernel/log.ts";
import type { Micros } from "../kernel/time.ts";
import { Database } from "./promql/database.ts";
import { Query } from "./promql/query.ts";
import type { Vector } from "./promql/value.ts";
import type { ActiveAlert, AlertChange, SentAlert } from "./rules/alerts.ts";
import type { AlertingRule, RuleGroupSpec } from "./rules/rule.ts";
import { RuleGroup } from "./rules/ruleGroup.ts";
import { ScrapeLoop, type Target } from "./scrape.ts";

export interface PrometheusOptions {
  readonly kernel: Pick<Kernel, "now" | "schedule" | "cause">;
  /** Step of subqueries that name none, µs (`global.evaluation_interval`). */
  readonly evaluationInterval: Micros;
  readonly groups: readonly RuleGroupSpec[];
  changed(change: AlertChange, alert: ActiveAlert, rule: AlertingRule): void;
  /** Where alerts are sent to; sending takes no time. */
  send(alerts: readonly SentAlert[]): void;
  /** After each evaluation of a group. */
  evaluated?(group: RuleGroupSpec): void;
}

/** A query that can be asked for as long as it is kept. */
export interface PreparedQuery {
  readonly text: string;
  /** @throws QueryRefused when it has no answer. */
  ask(): Vector;
}

/**
 * One Prometheus server: it scrapes targets, evaluates groups of rules, each at its own beat, and answers queries. Where a
 * scrape and an evaluation fall on one instant, the evaluation sees the sample.
 */
export class Prometheus {
  private readonly options: PrometheusOptions;
  private readonly database = new Database();
  private readonly loops = new Map<Target, ScrapeLoop>();
  private readonly groups: readonly RuleGroup[];
  private isDown = false;

  constructor(options: PrometheusOptions) {
    this.options = options;
    this.groups = options.groups.map((spec) => this.createGroup(spec));
  }

  /** Starts to scrape a target; it is known from now on. */
  add(target: Target): void {
    const loop = new ScrapeLoop(this.options.kernel, this.database, target);
    loop.paused = this.isDown;
    this.loops.set(target, loop);
  }

  /** The target is gone. */
  remove(target: Target): void {
    this.loops.get(target)?.stop();
    this.loops.delete(target);
  }

  /** Makes a query ready: from now on samples are kept as long as it looks back. @throws QueryRefused */
  prepare(text: string): PreparedQuery {
    const query = new Query(text);
    const { database } = this;
    const { kernel, evaluationInterval } = this.options;
    database.retain(query.reach);
    return { text, ask: () => query.ask({ database, at: kernel.now, interval: evaluationInterval }) };
  }

  /** The server stops: no scrapes, no evaluations, no alerts sent. */
  stop(): void {
    this.isDown = true;
    for (const loop of this.loops.values()) loop.paused = true;
  }

  /** It starts again: what it scraped before is there, pending alerts are restored as far as they can be. */
  start(): void {
    if (!this.isDown) return;
    this.isDown = false;
    for (const loop of this.loops.values()) loop.paused = false;
    for (const group of this.groups) group.restart();
  }

  private createGroup(spec: RuleGroupSpec): RuleGroup {
    const { kernel, changed, send } = this.options;
    const group = new RuleGroup({ database: this.database, spec, changed, send });
    const tick = (): void => {
      kernel.cause = NO_CAUSE;
      kernel.schedule(kernel.now + spec.interval, EVENT_CLASS.measure, tick);
      if (this.isDown) return;
      group.evaluate(kernel.now);
      this.options.evaluated?.(spec);
    };
    kernel.schedule(kernel.now + spec.phase, EVENT_CLASS.measure, tick);
    return group;
  }
}
