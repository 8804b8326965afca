import type { Kernel } from "../../kernel/kernel.ts";
import type { Micros } from "../../kernel/time.ts";
import type { Labels } from "../promql/labels.ts";
import { allMatch, type Condition, type Matcher, matcher } from "../promql/matcher.ts";
import type { SentAlert } from "../rules/alerts.ts";
import { AggregationGroup, type Notification } from "./group.ts";
import { createInhibitRule, type InhibitRule, type InhibitRuleConfig, isInhibited } from "./inhibition.ts";
import type { LogEntry } from "./notification.ts";
import { createRoute, groupLabels, type Route, type RouteConfig, routesOf } from "./route.ts";

/** Alerts that match are not told between two instants. */
export interface Silence {
  readonly matchers: readonly Condition[];
  readonly startsAt: Micros;
  readonly endsAt: Micros;
}

export interface AlertmanagerConfig {
  readonly route: RouteConfig;
  readonly inhibitRules: readonly InhibitRuleConfig[];
  readonly silences: readonly Silence[];
  /** Receivers that do not want to hear of resolved alerts. */
  readonly silentOnResolved: readonly string[];
}

/** Groups alerts, keeps some quiet, and tells the rest (Prometheus Alertmanager, one peer). Delivery takes no time here. */
export class Alertmanager {
  private readonly kernel: Pick<Kernel, "now" | "schedule">;
  private readonly config: AlertmanagerConfig;
  private readonly root: Route;
  private readonly inhibitRules: readonly InhibitRule[];
  private readonly silences: readonly (Silence & { readonly all: readonly Matcher[] })[];
  private readonly notify: (notification: Notification) => void;
  private readonly groups = new Map<Route, Map<string, AggregationGroup>>();
  private readonly logs = new Map<string, LogEntry<string>>();
  /** What is known of every alert, for inhibition. */
  private readonly alerts = new Map<string, SentAlert>();

  constructor(
    kernel: Pick<Kernel, "now" | "schedule">,
    config: AlertmanagerConfig,
    notify: (notification: Notification) => void,
  ) {
    this.kernel = kernel;
    this.config = config;
    this.root = createRoute(config.route);
    this.inhibitRules = config.inhibitRules.map(createInhibitRule);
    this.silences = config.silences.map((silence) => ({
      ...silence,
      all: silence.matchers.map((one) => matcher(one)),
    }));
    this.notify = notify;
  }

  /** Takes in what Prometheus sends. */
  receive(alerts: readonly SentAlert[]): void {
    for (const alert of alerts) {
      this.alerts.set(alert.labels.key, alert);
      for (const route of routesOf(this.root, alert.labels)) this.insert(route, alert);
    }
  }

  private insert(route: Route, alert: SentAlert): void {
    const labels = groupLabels(route.options, alert.labels);
    const groups = this.groups.get(route) ?? new Map<string, AggregationGroup>();
    this.groups.set(route, groups);
    const existing = groups.get(labels.key);
    // What is over is news only to a group that knows it.
    if (existing === undefined && alert.endsAt <= this.kernel.now) return;
    const group = existing ?? this.createGroup(route, labels, groups);
    groups.set(labels.key, group);
    group.insert(alert);
  }

  private createGroup(route: Route, labels: Labels, groups: Map<string, AggregationGroup>): AggregationGroup {
    const { receiver } = route.options;
    const logKey = `${receiver}\n${[...this.groups.keys()].indexOf(route)}\n${labels.key}`;
    return new AggregationGroup({
      kernel: this.kernel,
      route: route.options,
      labels,
      sendResolved: !this.config.silentOnResolved.includes(receiver),
      isMuted: (alert) => this.isMuted(alert),
      notify: this.notify,
      emptied: () => groups.delete(labels.key),
      log: { get: () => this.logs.get(logKey) ?? null, set: (entry) => this.logs.set(logKey, entry) },
    });
  }

  private isMuted(labels: Labels): boolean {
    const { now } = this.kernel;
    const isSilenced = this.silences.some(
      ({ all, startsAt, endsAt }) => startsAt <= now && now < endsAt && allMatch(all, labels),
    );
    return isSilenced || isInhibited(this.inhibitRules, labels, (rule) => this.activeSources(rule));
  }

  private activeSources({ source }: InhibitRule): readonly Labels[] {
    const active = [...this.alerts.values()].filter(({ endsAt }) => endsAt > this.kernel.now);
    return active.map(({ labels }) => labels).filter((labels) => allMatch(source, labels));
  }
}
