import * as v from "valibot";
import { createCluster } from "../../src/cluster/cluster.ts";
import type { PodTemplate, ReplicaSet } from "../../src/cluster/types.ts";
import { EVENT_CLASS } from "../../src/kernel/calendar.ts";
import { Kernel } from "../../src/kernel/kernel.ts";
import type { LogEntry } from "../../src/kernel/log.ts";
import { MILLISECOND, SECOND } from "../../src/kernel/time.ts";
import { mirrorTarget } from "../../src/observe/mirrorTarget.ts";
import type { MonitoringSpec } from "../../src/observe/spec.ts";
import { createWatch } from "../../src/observe/watch.ts";
import type { EventKind } from "../../src/record/events.ts";
import { OUTCOME_COUNT, OUTCOMES, type RolloutRecord } from "../../src/record/run.ts";
import { createRollout, type RolloutSite } from "../../src/rollout/rollout.ts";
import type { StrategyDefinition } from "../../src/rollout/strategy.ts";
import { FlagProviders } from "../../src/traffic/flags/flagProviders.ts";
import type { CounterReading, Mirror, Route } from "../../src/traffic/plane.ts";
import { exactly, Rules, specOf, templateOf } from "../cluster/stage.ts";
import { monitoringOf } from "../observe/fluid.ts";

/** When the release is submitted, s. */
export const SUBMITTED = 60;
/** A new pod is ready this long after its creation, s. */
export const BOOT = 5;

export interface Rehearsal {
  readonly record: RolloutRecord;
  readonly events: readonly LogEntry<EventKind>[];
  readonly replicaSets: readonly ReplicaSet[];
  /** Of all requests between two times (s), the share that the new version answered. */
  exposure(from: number, to: number): number;
  /** Requests that found no endpoint. */
  readonly unserved: number;
}

export interface RehearsalOptions {
  /** As in a scenario file. */
  readonly parameters?: Record<string, unknown>;
  /** Share of the new version's answers that are errors. */
  readonly errors?: number;
  readonly replicas?: number;
  readonly monitoring?: Partial<MonitoringSpec>;
  /** From the firing of an alert to the decision, s. */
  readonly reaction?: number;
  readonly next?: Partial<PodTemplate>;
  readonly progressDeadline?: number;
  readonly release?: boolean;
  readonly until?: number;
}

/**
 * A release by one strategy on a real cluster of ten pods, seen by real monitoring. The users are a fluid of 100
 * requests per second, poured over the endpoints ten times a second, so that nothing is left to chance.
 */
export function rehearse(strategy: StrategyDefinition, options: RehearsalOptions = {}): Rehearsal {
  const { replicas = 10, errors = 0, reaction = 5, until = 900 } = options;
  const kernel = new Kernel<EventKind>("rehearsal");
  const users = new Fluid(errors);
  const flag = new FlagProviders({
    kernel,
    version: 1,
    otherwise: 0,
    setFlag: (pod, { audience }) => users.flags.set(pod, audience.reduce((sum, on) => sum + on, 0) / audience.length),
    learned: () => rollout.look(),
  });
  const rules = new Rules();
  const cluster = createCluster({
    kernel,
    seed: "rehearsal",
    spec: specOf({ watchLatency: 10 * MILLISECOND, propagation: { add: exactly(0.1), remove: exactly(0.1) } }),
    hooks: {
      listen: (pod, version) => {
        users.versions.set(pod, version);
        flag.podListens(pod, version);
      },
      shutDown: () => kernel.now,
      kill: (pod) => flag.podGone(pod),
      hang: () => undefined,
      changeEndpoints: (of, change) => users.endpoints.set(of.backend, rules.change(of, change)),
      setEntrances: () => undefined,
      closeConnections: () => undefined,
    },
  });
  const templates = {
    old: templateOf(0),
    new: templateOf(1, { behaviour: { boot: exactly(BOOT), neverReady: false, crashAfter: null }, ...options.next }),
  };
  const service = cluster.createService("web", null);
  const setRoute = (route: Route) => {
    users.route = route;
    cluster.setCarrying(route.filter(({ weight }) => weight > 0).map(({ backend }) => backend));
  };
  setRoute([{ backend: service.backend, weight: 1 }]);
  cluster.populate(templates.old, replicas, 0);
  const pour = () => {
    users.pour(kernel.now / SECOND);
    kernel.schedule(kernel.now + SECOND / 10, EVENT_CLASS.traffic, pour);
  };
  pour();
  const monitoring = monitoringOf({
    scrapePhase: SECOND,
    evaluationPhase: 2 * SECOND,
    holdFor: 10 * SECOND,
    reaction: exactly(reaction),
    ...options.monitoring,
  });
  const readCounters = ({ byVersion, mirrored }: CounterReading) => {
    byVersion.set(users.counters);
    mirrored?.set(users.copies);
  };
  const watch = createWatch({
    kernel,
    spec: monitoring,
    versions: ["v1", "v2"],
    readCounters,
  });
  const { scrapeInterval: interval, scrapePhase: phase } = monitoring;
  watch.addTarget(mirrorTarget({ interval, phase, versions: 2, readCounters }));
  const parameters: unknown = v.parse(strategy.parameters, options.parameters ?? {});
  const site: RolloutSite = {
    kernel,
    cluster,
    watchLatency: 10 * MILLISECOND,
    replicas,
    minReady: 0,
    progressDeadline: (options.progressDeadline ?? 600) * SECOND,
    templates,
    service,
    watch,
    monitoring,
    setRoute,
    users: {
      count: 1000,
      seed: "rehearsal",
      // The weights of the route are the cohort's share already, and a fluid has no faces.
      pin: () => undefined,
      mirror: (mirror) => {
        users.mirror = mirror;
      },
      flag,
    },
  };
  const rollout = createRollout(site, strategy.services?.(parameters) ?? []);
  if (options.release !== false) {
    kernel.schedule(SUBMITTED * SECOND, EVENT_CLASS.control, () => {
      kernel.record("releaseSubmitted", "v2");
      kernel.spawn(strategy.run(rollout, parameters));
    });
  }
  kernel.run(until * SECOND);
  return {
    record: rollout.record(),
    events: kernel.log.entries,
    replicaSets: cluster.replicaSets,
    exposure: (from, to) => users.exposure(from, to),
    unserved: users.counters[2 * OUTCOME_COUNT + OUTCOMES.indexOf("refused")] ?? 0,
  };
}

class Fluid {
  readonly endpoints = new Map<number, readonly number[]>();
  readonly versions = new Map<number, number>();
  readonly counters = new Float64Array(3 * OUTCOME_COUNT);
  readonly copies = new Float64Array(3 * OUTCOME_COUNT);
  /** Share of the users for whom a pod's flag is on. */
  readonly flags = new Map<number, number>();
  mirror: Mirror | null = null;
  route: Route = [];
  private readonly errors: number;
  private readonly poured: { readonly at: number; readonly toNew: number }[] = [];

  constructor(errors: number) {
    this.errors = errors;
  }

  pour(at: number): void {
    const total = this.route.reduce((sum, { weight }) => sum + weight, 0);
    let toNew = 0;
    for (const { backend, weight } of this.route) {
      const pods = this.endpoints.get(backend) ?? [];
      const requests = (10 * weight) / total;
      if (pods.length === 0) this.count(2, "refused", requests);
      for (const pod of pods) {
        const own = this.versions.get(pod) === 1 ? (this.flags.get(pod) ?? 1) : 0;
        const here = requests / pods.length;
        toNew += (own * here) / 10;
        this.count(0, "ok", here * (1 - own));
        this.count(1, "ok", here * own * (1 - this.errors));
        this.count(1, "error", here * own * this.errors);
      }
    }
    if (this.mirror !== null && (this.endpoints.get(this.mirror.backend) ?? []).length > 0) {
      const at = (outcome: (typeof OUTCOMES)[number]) => OUTCOME_COUNT + OUTCOMES.indexOf(outcome);
      for (const [outcome, share] of [
        ["ok", 1 - this.errors],
        ["error", this.errors],
      ] as const) {
        this.copies[at(outcome)] = (this.copies[at(outcome)] ?? 0) + 10 * this.mirror.share * share;
      }
    }
    this.poured.push({ at, toNew });
  }

  exposure(from: number, to: number): number {
    const during = this.poured.filter(({ at }) => at >= from && at < to);
    return during.reduce((sum, { toNew }) => sum + toNew, 0) / during.length;
  }

  private count(row: number, outcome: (typeof OUTCOMES)[number], requests: number): void {
    const at = row * OUTCOME_COUNT + OUTCOMES.indexOf(outcome);
    this.counters[at] = (this.counters[at] ?? 0) + requests;
  }
}

/** The kinds of the events that led to one, itself first. */
export function story(events: Rehearsal["events"], of: EventKind): EventKind[] {
  const kinds: EventKind[] = [];
  let entry = events.find(({ kind }) => kind === of);
  while (entry !== undefined) {
    kinds.push(entry.kind);
    entry = events[entry.cause];
  }
  return kinds;
}
