import * as v from "valibot";
import { withDefault } from "../../quantity/facet.ts";
import { duration, type Schema, yesNo } from "../../quantity/index.ts";
import type { AlertmanagerConfig } from "../alertmanager/alertmanager.ts";
import type { RouteConfig } from "../alertmanager/route.ts";
import type { Condition, MatchOperator } from "../promql/matcher.ts";
import { labelMap, matcherText } from "./foreign.ts";
import { shortText } from "./shortText.ts";

/** Levels of routes below the top one. */
const ROUTE_DEPTH = 4;

const span = (en: string, ko: string) => v.optional(duration({ max: "30d", description: { en, ko } }));
const matchers = withDefault(v.array(matcherText({ en: "Conditions on labels.", ko: "레이블 조건." })), []);
const match = withDefault(labelMap({ en: "Labels with these values.", ko: "값이 같은 레이블." }), {});
const matchRe = withDefault(labelMap({ en: "Labels that match these expressions.", ko: "정규식에 맞는 레이블." }), {});

const routeEntries = {
  receiver: v.optional(shortText({ en: "Who is told.", ko: "알림을 받을 곳." })),
  group_by: v.optional(v.array(shortText({ en: "A label, or ... for all.", ko: "레이블 이름. ...이면 전부." }))),
  group_wait: span("From a new group's first alert to its notification.", "새 그룹의 첫 알림부터 통보까지."),
  group_interval: span("Between looks at a group that is known.", "이미 통보한 그룹을 다시 살피는 간격."),
  repeat_interval: span("After this an unchanged group is told again.", "변화가 없을 때 다시 통보하기까지의 시간."),
  continue: yesNo({ default: false, description: { en: "Later routes are tried too.", ko: "다음 경로도 살핍니다." } }),
  matchers,
  match,
  match_re: matchRe,
};

type RouteEntries = v.InferOutput<v.StrictObjectSchema<typeof routeEntries, undefined>>;

export interface RouteFile extends RouteEntries {
  readonly routes?: readonly RouteFile[];
}

/** A route of `alertmanager.yml` with what lies below it. */
function routeFileOf(depth: number): Schema<RouteFile> {
  if (depth === 0) return v.strictObject(routeEntries) as unknown as Schema<RouteFile>;
  return v.strictObject({
    ...routeEntries,
    routes: v.optional(v.array(routeFileOf(depth - 1))),
  }) as unknown as Schema<RouteFile>;
}

export const routeFile = routeFileOf(ROUTE_DEPTH);

const inhibitRuleFile = v.strictObject({
  source_matchers: matchers,
  target_matchers: matchers,
  equal: withDefault(v.array(shortText({ en: "A label.", ko: "레이블 이름." })), []),
});

const silenceFile = v.strictObject({
  matchers: v.array(matcherText({ en: "Conditions on labels.", ko: "레이블 조건." })),
  from: duration({
    max: "30d",
    default: "0s",
    description: { en: "After the start of the run.", ko: "실행 시작 후." },
  }),
  to: duration({ max: "366d", description: { en: "After the start of the run.", ko: "실행 시작 후." } }),
});

/** What matters of an `alertmanager.yml`. */
export const alertmanagerFile = v.strictObject({
  route: routeFile,
  inhibit_rules: withDefault(v.array(inhibitRuleFile), []),
  silences: withDefault(v.array(silenceFile), []),
  /** Receivers that are not told when it is over. */
  silent_on_resolved: withDefault(
    v.array(
      shortText({ en: "A receiver that does not want to hear of what is over.", ko: "해소 통보를 받지 않는 수신처." }),
    ),
    [],
  ),
});

export function toAlertmanager(file: v.InferOutput<typeof alertmanagerFile>): AlertmanagerConfig {
  return {
    route: toRoute(file.route),
    inhibitRules: file.inhibit_rules.map(({ source_matchers, target_matchers, equal }) => ({
      source: source_matchers.flat(),
      target: target_matchers.flat(),
      equal,
    })),
    silences: file.silences.map(({ matchers, from, to }) => ({
      matchers: matchers.flat(),
      startsAt: from,
      endsAt: to,
    })),
    silentOnResolved: file.silent_on_resolved,
  };
}

/** What a route does not say it takes from the one above. */
export function toRoute(file: RouteFile): RouteConfig {
  const { receiver, group_by, group_wait, group_interval, repeat_interval } = file;
  return {
    ...(receiver === undefined ? {} : { receiver }),
    ...(group_by === undefined ? {} : { groupBy: group_by.includes("...") ? ("all" as const) : group_by }),
    ...(group_wait === undefined ? {} : { groupWait: group_wait }),
    ...(group_interval === undefined ? {} : { groupInterval: group_interval }),
    ...(repeat_interval === undefined ? {} : { repeatInterval: repeat_interval }),
    continues: file.continue,
    matchers: [...file.matchers.flat(), ...conditions(file.match, "="), ...conditions(file.match_re, "=~")],
    routes: (file.routes ?? []).map(toRoute),
  };
}

function conditions(labels: Readonly<Record<string, string>>, operator: MatchOperator): Condition[] {
  return Object.entries(labels).map(([label, value]) => ({ label, operator, value }));
}
