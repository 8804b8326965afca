import * as v from "valibot";
import { EVENT_CLASS } from "../../../src/kernel/calendar.ts";
import { Kernel } from "../../../src/kernel/kernel.ts";
import { fromSeconds, toSeconds } from "../../../src/kernel/time.ts";
import { Alertmanager } from "../../../src/observe/alertmanager/alertmanager.ts";
import type { Notification } from "../../../src/observe/alertmanager/group.ts";
import { createInhibitRule, hasEqual, isInhibited } from "../../../src/observe/alertmanager/inhibition.ts";
import { reasonToNotify } from "../../../src/observe/alertmanager/notification.ts";
import { createRoute, routesOf } from "../../../src/observe/alertmanager/route.ts";
import { Labels } from "../../../src/observe/promql/labels.ts";
import type { Condition, MatchOperator } from "../../../src/observe/promql/matcher.ts";
import { routeFile, toRoute } from "../../../src/observe/written/alertmanager.ts";
import { adapter } from "../../adapter.ts";
import { REASONS } from "./prometheus.ts";
import { rows } from "./tables.ts";

interface GivenFlush {
  readonly id: string;
  readonly now: number;
  readonly entry: { readonly firing: number[]; readonly resolved: number[]; readonly t: number | null } | null;
  readonly firing: number[];
  readonly resolved: number[];
  readonly repeat_interval_s: number;
  readonly send_resolved: boolean;
  readonly notify: boolean;
  readonly reason: string | null;
}

function flush({ now, entry, firing, resolved, repeat_interval_s, send_resolved }: GivenFlush) {
  const last = entry && {
    firing: new Set(entry.firing),
    resolved: new Set(entry.resolved),
    at: entry.t === null ? Number.NEGATIVE_INFINITY : fromSeconds(entry.t),
  };
  const reason = reasonToNotify(last, {
    now: fromSeconds(now),
    firing,
    resolved,
    repeatInterval: fromSeconds(repeat_interval_s),
    sendResolved: send_resolved,
  });
  return { notify: reason !== null, reason: reason && REASONS[reason] };
}

interface GivenGroup {
  readonly id: string;
  readonly group_wait_s: number;
  readonly group_interval_s: number;
  readonly repeat_interval_s: number;
  readonly send_resolved: boolean;
  readonly alerts: readonly {
    readonly t: number;
    readonly alert: string;
    readonly starts_at: number;
    readonly ends_at: number | null;
  }[];
  readonly until_s: number;
  readonly notifications: unknown;
}

const names = (alerts: readonly Labels[]) => alerts.map((labels) => labels.get("alertname")).sort();

function group(given: GivenGroup) {
  const kernel = new Kernel("group");
  const told: Notification[] = [];
  const route = {
    receiver: "team",
    groupWait: fromSeconds(given.group_wait_s),
    groupInterval: fromSeconds(given.group_interval_s),
    repeatInterval: fromSeconds(given.repeat_interval_s),
  };
  const silentOnResolved = given.send_resolved ? [] : ["team"];
  const alertmanager = new Alertmanager(kernel, { route, inhibitRules: [], silences: [], silentOnResolved }, (one) =>
    told.push(one),
  );
  for (const { t, alert, starts_at, ends_at } of given.alerts) {
    kernel.schedule(fromSeconds(t), EVENT_CLASS.monitor, () =>
      alertmanager.receive([
        {
          labels: Labels.of([["alertname", alert]]),
          startsAt: fromSeconds(starts_at),
          endsAt: ends_at === null ? Number.POSITIVE_INFINITY : fromSeconds(ends_at),
          isFiring: ends_at === null,
        },
      ]),
    );
  }
  kernel.run(fromSeconds(given.until_s));
  return told.map(({ at, reason, firing, resolved }) => ({
    t: toSeconds(at),
    reason: REASONS[reason],
    firing: names(firing),
    resolved: names(resolved),
  }));
}

type GivenMatcher = readonly [label: string, operator: MatchOperator, value: string];

interface GivenInhibition {
  readonly id: string;
  readonly now: number;
  readonly rules: readonly {
    readonly source: readonly GivenMatcher[];
    readonly target: readonly GivenMatcher[];
    readonly equal: readonly string[];
    readonly source_alerts: readonly { readonly labels: Readonly<Record<string, string>>; readonly ends_at: number }[];
  }[];
  readonly target: Readonly<Record<string, string>>;
  readonly exclude_two_sided: boolean;
  readonly inhibited: boolean;
}

const conditions = (matchers: readonly GivenMatcher[]): Condition[] =>
  matchers.map(([label, operator, value]) => ({ label, operator, value }));
const labelsOf = (labels: Readonly<Record<string, string>>) => Labels.of(Object.entries(labels));

function inhibition({ now, rules, target, exclude_two_sided }: GivenInhibition) {
  const sources = new Map(
    rules.map(({ source, target: targets, equal, source_alerts }) => [
      createInhibitRule({ source: conditions(source), target: conditions(targets), equal }),
      source_alerts.filter(({ ends_at }) => ends_at > now).map(({ labels }) => labelsOf(labels)),
    ]),
  );
  const all = [...sources.keys()];
  if (exclude_two_sided) return isInhibited(all, labelsOf(target), (rule) => sources.get(rule) ?? []);
  return all.some((rule) => hasEqual(rule, labelsOf(target), { active: sources.get(rule) ?? [] }));
}

interface GivenRoute {
  readonly id: string;
  readonly route: unknown;
  readonly labels: Readonly<Record<string, string>>;
  readonly expected: unknown;
}

function routing({ route, labels }: GivenRoute) {
  const root = createRoute(toRoute(v.parse(routeFile, route)));
  return routesOf(root, labelsOf(labels)).map(({ options }) => ({
    receiver: options.receiver,
    group_by: options.groupBy === "all" ? [] : [...options.groupBy].sort(),
    group_by_all: options.groupBy === "all",
    group_wait_s: toSeconds(options.groupWait),
    group_interval_s: toSeconds(options.groupInterval),
    repeat_interval_s: toSeconds(options.repeatInterval),
  }));
}

export const alertmanager = [
  adapter<GivenFlush>({
    file: "am_dedup_needs_update",
    cases: rows<GivenFlush>(({ notify, reason }) => ({ notify, reason })),
    run: flush,
  }),
  adapter<GivenGroup>({
    file: "am_group_timing",
    cases: rows<GivenGroup>(({ notifications }) => notifications),
    run: group,
  }),
  adapter<GivenInhibition>({
    file: "am_inhibit",
    cases: rows<GivenInhibition>(({ inhibited }) => inhibited),
    run: inhibition,
  }),
  adapter<GivenRoute>({ file: "am_route_match", cases: rows<GivenRoute>(({ expected }) => expected), run: routing }),
];
