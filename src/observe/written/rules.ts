import * as v from "valibot";
import type { Micros } from "../../kernel/time.ts";
import { judge } from "../../quantity/complaint.ts";
import { withDefault } from "../../quantity/facet.ts";
import { duration } from "../../quantity/index.ts";
import type { Rule } from "../rules/rule.ts";
import { labelMap, queryText } from "./foreign.ts";
import { shortText } from "./shortText.ts";

const ruleFile = v.pipe(
  v.strictObject({
    record: v.optional(shortText({ en: "Name of the series it keeps.", ko: "저장할 시계열의 이름." })),
    alert: v.optional(shortText({ en: "Name of the alert.", ko: "알림 이름." })),
    expr: queryText({ en: "The query.", ko: "질의." }),
    for: duration({
      max: "30d",
      default: "0s",
      description: {
        en: "How long it must hold before the alert fires.",
        ko: "알림이 울리기까지 조건이 지속되어야 하는 시간.",
      },
    }),
    keep_firing_for: duration({
      max: "30d",
      default: "0s",
      description: {
        en: "How long the alert fires on after the condition has ended.",
        ko: "조건이 끝난 뒤에도 알림이 계속 울리는 시간.",
      },
    }),
    labels: withDefault(labelMap({ en: "Labels laid over the result's.", ko: "결과에 덧씌울 레이블." }), {}),
    annotations: withDefault(
      labelMap({ en: "For people; without effect here.", ko: "사람이 읽는 설명. 여기서는 효과가 없습니다." }),
      {},
    ),
  }),
  v.rawCheck(
    judge(({ record, alert }) =>
      (record === undefined) === (alert === undefined)
        ? { code: "bad-rule", message: "a rule either records or alerts", fix: "give one of record and alert" }
        : null,
    ),
  ),
);

/** A list of groups of rules, each as in a rule file of Prometheus. */
export const ruleGroupsFile = v.array(
  v.strictObject({
    name: shortText({ en: "Name of the group.", ko: "그룹 이름." }),
    interval: v.optional(
      duration({
        min: "100ms",
        max: "1d",
        description: {
          en: "Between evaluations; the monitoring's own when left out.",
          ko: "평가 간격. 생략하면 모니터링의 평가 간격.",
        },
      }),
    ),
    rules: v.array(ruleFile),
  }),
);

/** A group of rules as written; its beat is decided where it is put to work. */
export interface WrittenRuleGroup {
  readonly name: string;
  /** Null: as often as monitoring evaluates. */
  readonly interval: Micros | null;
  readonly rules: readonly Rule[];
}

export function toRuleGroups(file: v.InferOutput<typeof ruleGroupsFile>): readonly WrittenRuleGroup[] {
  return file.map(({ name, interval = null, rules }) => ({ name, interval, rules: rules.map(toRule) }));
}

function toRule({ record, alert = "", expr, labels, ...timing }: v.InferOutput<typeof ruleFile>): Rule {
  const common = { expr, labels: Object.entries(labels) };
  if (record !== undefined) return { kind: "recording", record, ...common };
  const { for: holdFor, keep_firing_for: keepFiringFor } = timing;
  return { kind: "alerting", alert, holdFor, keepFiringFor, tells: "value", ...common };
}
