import type { Kernel } from "../kernel/kernel.ts";
import { type LogId, NO_CAUSE } from "../kernel/log.ts";
import type { Signal } from "../kernel/process.ts";
import type { Micros } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import type { AlertRecord, MonitoringRecord, NotificationRecord, Seen } from "../record/monitoringRecord.ts";
import type { CounterReading } from "../traffic/plane.ts";
import { Alertmanager, type AlertmanagerConfig } from "./alertmanager/alertmanager.ts";
import type { Notification } from "./alertmanager/group.ts";
import { type PreparedQuery, Prometheus } from "./prometheus.ts";
import { proxyTarget, type ShownByProxy } from "./proxyTarget.ts";
import { AUTOMATION, type Decider, ON_CALL, Responder } from "./responder.ts";
import type { ActiveAlert, AlertChange } from "./rules/alerts.ts";
import type { AlertingRule } from "./rules/rule.ts";
import type { Target } from "./scrape.ts";
import type { MonitoringSpec } from "./spec.ts";
import { NEW_VERSION_RATIO, ruleGroups, SERVICE_RATIO, STANDING } from "./standingRules.ts";

/** What whoever rolls out sees: the only thing decisions are made on. */
export interface Sight {
  /** The cluster that it is about, as the label `cluster` names it; null or absent: there is one. */
  readonly cluster?: string | null;
  /** What the two versions are called in the label `version`. */
  readonly versions: { readonly old: string; readonly new: string };
  /** Makes a query ready to be asked at any later instant. @throws QueryRefused when it cannot be read. */
  prepare(query: string): PreparedQuery;
  /** Emitted when whoever was told of an alert wants the release to go back. */
  readonly rollBackWanted: Signal;
  /** Who wanted it last. */
  readonly decidedBy: Decider;
}

/** What is seen of the service. */
export interface Watch extends Sight {
  /** What is seen of one cluster: an alert that names another one is not about it. */
  at(cluster: string): Sight;
  /** From now on this is scraped, too. */
  addTarget(target: Target): void;
  /** It is gone. */
  removeTarget(target: Target): void;
  blind(what: Blindness, state: "on" | "off"): void;
  record(): MonitoringRecord;
}

/**
 * `all`: no target answers a scrape. `newVersion`: nothing of the new version is exposed; a label that was lost, a target
 * that was never found. `server`: the server itself is down, so that nothing is evaluated either; when it is back,
 * pending alerts begin anew as far as they cannot be restored. What was scraped before stays.
 */
export type Blindness = "all" | "newVersion" | "server";

export interface WatchOptions {
  readonly kernel: Kernel<EventKind>;
  readonly spec: MonitoringSpec;
  /** Reads the counters of completed attempts as they are now. */
  readCounters(into: CounterReading): void;
  /** Several clusters, each with a proxy that is scraped by itself; absent: there is one, without a name. */
  readonly clusters?: readonly CountedCluster[];
  /** The versions' names, in the order of the run's versions: old, new. */
  readonly versions: readonly [old: string, new: string];
  /** What the proxy shows beyond its counters by version; see `ProxyTargetOptions`. */
  readonly shown?: ShownByProxy;
  /** The log entry that explains why requests fail at present, as the cause of an alert. Left out: none. */
  blame?(): LogId;
}

/** A cluster whose proxy counts apart. */
export interface CountedCluster {
  readonly name: string;
  readonly shown?: ShownByProxy;
  readCounters(into: CounterReading): void;
}

/** Starts to watch: Prometheus, Alertmanager, and those who are told. */
export function createWatch(options: WatchOptions): Watch {
  return new Monitoring(options);
}

class Monitoring implements Watch {
  private readonly options: WatchOptions;
  private readonly prometheus: Prometheus;
  private readonly alertmanager: Alertmanager;
  private readonly responder: Responder;
  private readonly seen: readonly { readonly query: PreparedQuery; readonly values: Seen[] }[];
  private readonly blindness = { all: "off", newVersion: "off" };
  private readonly scrapes: Micros[] = [];
  private readonly notifications: NotificationRecord[] = [];
  private readonly episodes: { -readonly [Field in keyof AlertRecord]: AlertRecord[Field] }[] = [];
  /** The latest episode and log entry of each alert that is pending or firing: its story is one chain of causes. */
  private readonly open = new Map<string, { readonly episode: number; entry: LogId }>();

  constructor(options: WatchOptions) {
    const { kernel, spec, versions } = options;
    this.options = options;
    this.responder = new Responder(kernel, spec);
    this.alertmanager = new Alertmanager(kernel, spec.alertmanager ?? usualRouting(options), (told) =>
      this.notified(told),
    );
    this.prometheus = new Prometheus({
      kernel,
      evaluationInterval: spec.evaluationInterval,
      groups: ruleGroups(spec, { newVersion: versions[1], byCluster: options.clusters !== undefined }),
      changed: (change, alert, rule) => this.changed(change, alert, rule),
      send: (alerts) => this.alertmanager.receive(alerts),
      evaluated: ({ name }) => {
        if (name === STANDING) this.look();
      },
    });
    this.seen = [SERVICE_RATIO, NEW_VERSION_RATIO].map((name) => ({
      query: this.prometheus.prepare(name),
      values: [],
    }));
    const { clusters = [options] } = options;
    for (const cluster of clusters) this.prometheus.add(this.proxy(cluster));
  }

  get versions(): Watch["versions"] {
    const [old, next] = this.options.versions;
    return { old, new: next };
  }

  get rollBackWanted(): Signal {
    return this.responder.rollBackWanted;
  }

  get decidedBy(): Decider {
    return this.responder.decidedBy;
  }

  at(cluster: string): Sight {
    const { versions, responder } = this;
    return {
      cluster,
      versions,
      prepare: (query) => this.prepare(query),
      rollBackWanted: responder.wantedAt(cluster),
      get decidedBy() {
        return responder.decidedBy;
      },
    };
  }

  prepare(query: string): PreparedQuery {
    return this.prometheus.prepare(query);
  }

  addTarget(target: Target): void {
    this.prometheus.add(target);
  }

  removeTarget(target: Target): void {
    this.prometheus.remove(target);
  }

  blind(what: Blindness, state: "on" | "off"): void {
    if (what !== "server") this.blindness[what] = state;
    else if (state === "on") this.prometheus.stop();
    else this.prometheus.start();
  }

  record(): MonitoringRecord {
    const { scrapeInterval, errorRatioAbove } = this.options.spec;
    const [service, newVersion] = this.seen.map(({ values }) => values) as [Seen[], Seen[]];
    return {
      scrapeInterval,
      threshold: errorRatioAbove,
      service,
      newVersion,
      alerts: this.episodes,
      scrapes: this.scrapes,
      notifications: this.notifications,
      acknowledgements: this.responder.acknowledgements,
    };
  }

  private proxy(cluster: Pick<WatchOptions, "readCounters" | "shown"> & { readonly name?: string }): Target {
    const { kernel, spec, versions } = this.options;
    return proxyTarget({
      cluster: cluster.name ?? null,
      ...cluster.shown,
      interval: spec.scrapeInterval,
      phase: spec.scrapePhase,
      versions,
      countersStart: spec.countersStart,
      answers: () => this.blindness.all === "off",
      shows: (version) => version !== versions[1] || this.blindness.newVersion === "off",
      readCounters: (into) => {
        if (this.scrapes.at(-1) !== kernel.now) this.scrapes.push(kernel.now);
        cluster.readCounters(into);
      },
    });
  }

  private look(): void {
    const { now } = this.options.kernel;
    for (const { query, values } of this.seen) values.push({ at: now, errorRatio: query.ask()[0]?.value ?? null });
  }

  private changed(change: AlertChange, { labels, value, activeAt }: ActiveAlert, { alert, tells }: AlertingRule): void {
    const { kernel, blame } = this.options;
    const known = this.open.get(labels.key);
    kernel.cause = known?.entry ?? blame?.() ?? NO_CAUSE;
    const isOver = change === "resolved" || change === "dropped";
    const cluster = labels.get("cluster");
    const at = cluster === "" ? {} : { cluster };
    const entry = known ?? {
      episode: this.episodes.push({ rule: alert, pendingAt: activeAt, firingAt: null, resolvedAt: null, ...at }) - 1,
      entry: NO_CAUSE,
    };
    const episode = this.episodes[entry.episode];
    if (episode === undefined) return;
    if (change === "firing") episode.firingAt ??= kernel.now;
    if (isOver) episode.resolvedAt = kernel.now;
    const seen = tells === "value" ? Number(value.toPrecision(4)) : value;
    const detail = { ...(Number.isFinite(value) ? { [tells]: seen } : {}), ...at };
    if (change !== "dropped") entry.entry = kernel.record(EVENT_OF[change], alert, detail);
    if (isOver) this.open.delete(labels.key);
    else this.open.set(labels.key, entry);
  }

  private notified(notification: Notification): void {
    const { kernel } = this.options;
    const { at, receiver, reason } = notification;
    const [firing, resolved] = [notification.firing, notification.resolved].map((alerts) =>
      alerts.map((labels) => labels.get("alertname")),
    ) as [string[], string[]];
    this.notifications.push({ at, receiver, reason, firing, resolved });
    const [first] = notification.firing;
    kernel.cause = (first && this.open.get(first.key)?.entry) ?? NO_CAUSE;
    // An automaton is told without a word; its decision says so.
    if (receiver !== AUTOMATION && receiver !== NOBODY) {
      kernel.record("notificationSent", receiver, { reason, alerts: [...firing, ...resolved].join(", ") });
    }
    this.responder.receive(notification);
  }
}

const EVENT_OF = { pending: "alertPending", firing: "alertFired", resolved: "alertResolved" } as const;

const NOBODY = "nobody";
const RECEIVER_OF = { rollBack: AUTOMATION, page: ON_CALL, nothing: NOBODY } as const;

/**
 * One route for what a scenario does not route itself. An automaton is told at once, a person as Alertmanager does by
 * default, and tickets wake nobody up. What happens in one of several clusters is told apart from the others.
 */
function usualRouting({ spec: { onAlert }, clusters }: WatchOptions): AlertmanagerConfig {
  const receiver = RECEIVER_OF[onAlert];
  const routes = [{ receiver: NOBODY, matchers: [{ label: "severity", operator: "=" as const, value: "ticket" }] }];
  return {
    route: {
      receiver,
      routes,
      ...(receiver === AUTOMATION ? { groupWait: 0 } : {}),
      ...(clusters === undefined ? {} : { groupBy: ["cluster"] }),
    },
    inhibitRules: [],
    silences: [],
    silentOnResolved: [NOBODY],
  };
}
