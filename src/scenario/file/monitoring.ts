import * as v from "valibot";
import { alertmanagerFile, toAlertmanager } from "../../observe/written/alertmanager.ts";
import { ruleGroupsFile, toRuleGroups } from "../../observe/written/rules.ts";
import { withDefault } from "../../quantity/facet.ts";
import { count, duration, law, number, share, word } from "../../quantity/index.ts";
import { DEFAULTS } from "../defaults.ts";
import type { MonitoringSpec } from "../scenario.ts";
import { onCallFile } from "./onCall.ts";

const { monitoring } = DEFAULTS;

const window = (en: string, ko: string) => duration({ min: "1s", max: "30d", description: { en, ko } });

/** Alerts on the burn of the error budget. */
const burnRateFile = v.strictObject({
  objective: v.optional(
    share({
      max: "99.9999%",
      description: {
        en: "Promised share of good answers; the objectives' own when left out.",
        ko: "약속한 정상 응답 비율. 생략하면 목표의 값.",
      },
    }),
  ),
  alerts: withDefault(
    v.array(
      v.strictObject({
        severity: word(["page", "ticket"], { description: { en: "Its label severity.", ko: "severity 레이블." } }),
        burnRate: number({
          min: 0,
          max: 100_000,
          description: {
            en: "Times the rate at which the budget just lasts.",
            ko: "예산이 딱 맞게 소진되는 속도의 배수.",
          },
        }),
        longWindow: window("Over which it must have burnt so fast.", "이 속도로 소진되어야 하는 긴 구간."),
        shortWindow: window("Over which it must burn so still.", "지금도 그 속도인지 보는 짧은 구간."),
        for: duration({
          max: "30d",
          default: "0s",
          description: { en: "How long both must hold.", ko: "두 조건이 지속되어야 하는 시간." },
        }),
      }),
    ),
    DEFAULTS.burnRate,
  ),
});

export const monitoringFile = v.strictObject({
  scrapeInterval: duration({
    min: "100ms",
    max: "1d",
    default: monitoring.scrapeInterval,
    description: { en: "Time between two looks at the counters.", ko: "지표를 수집하는 간격." },
  }),
  scrapePhase: v.optional(
    duration({
      max: "1d",
      description: {
        en: "First scrape after the start; a third of the interval when left out.",
        ko: "시작 후 첫 수집. 생략하면 간격의 1/3.",
      },
    }),
  ),
  evaluationInterval: duration({
    min: "100ms",
    max: "1d",
    default: monitoring.evaluationInterval,
    description: { en: "Time between two evaluations of the alert.", ko: "알림 규칙을 평가하는 간격." },
  }),
  evaluationPhase: v.optional(
    duration({
      max: "1d",
      description: {
        en: "First evaluation after the start; two thirds of the interval when left out.",
        ko: "시작 후 첫 평가. 생략하면 간격의 2/3.",
      },
    }),
  ),
  window: duration({
    min: "200ms",
    max: "30d",
    default: monitoring.window,
    description: { en: "Range the error ratio is taken over.", ko: "오류율을 계산하는 구간." },
  }),
  errorRatioAbove: share({
    default: monitoring.errorRatioAbove,
    description: {
      en: "The alert is pending while the error ratio is above this.",
      ko: "오류율이 이 값을 넘는 동안 알림이 대기합니다.",
    },
  }),
  for: duration({
    max: "30d",
    default: monitoring.for,
    description: {
      en: "It fires when the ratio stays above for this long.",
      ko: "이 시간 동안 계속 넘으면 알림이 울립니다.",
    },
  }),
  minRequests: count({
    max: 1_000_000_000,
    default: monitoring.minRequests,
    description: {
      en: "Fewer requests in the window than this give no verdict.",
      ko: "구간의 요청이 이보다 적으면 판단하지 않습니다.",
    },
  }),
  countersStart: word(["atZero", "whenCounted"], {
    default: monitoring.countersStart,
    description: {
      en: "Whether a counter is exposed before it has counted anything; if not, the first errors of a series are never seen.",
      ko: "아직 센 것이 없는 카운터도 노출하는지. 아니면 시계열의 첫 오류는 보이지 않습니다.",
    },
  }),
  rules: v.optional(ruleGroupsFile),
  burnRate: v.optional(burnRateFile),
  alertmanager: v.optional(alertmanagerFile),
  onAlert: word(["rollBack", "page", "nothing"], {
    default: monitoring.onAlert,
    description: {
      en: "What a firing alert leads to, unless alertmanager routes it: an automatic way back, a person, nothing.",
      ko: "알림이 울리면 하는 일(alertmanager 경로가 없을 때): 자동 되돌리기, 담당자 호출, 없음.",
    },
  }),
  reaction: law({
    max: "30d",
    default: monitoring.reaction,
    description: { en: "From the automaton's notification to its decision.", ko: "자동화가 통보받고 결정하기까지." },
  }),
  onCall: withDefault(onCallFile, {}),
});

/** The watch as the rehearsal needs it. The phases keep scrapes, evaluations and the release off one another's beat. */
export function toMonitoring(file: v.InferOutput<typeof monitoringFile>, objective: number): MonitoringSpec {
  const { rules, burnRate, alertmanager } = file;
  return {
    scrapeInterval: file.scrapeInterval,
    scrapePhase: file.scrapePhase ?? Math.floor(file.scrapeInterval / 3),
    evaluationInterval: file.evaluationInterval,
    evaluationPhase: file.evaluationPhase ?? Math.floor((2 * file.evaluationInterval) / 3),
    window: file.window,
    errorRatioAbove: file.errorRatioAbove,
    holdFor: file.for,
    minRequests: file.minRequests,
    onAlert: file.onAlert,
    reaction: file.reaction,
    countersStart: file.countersStart,
    rules: rules === undefined ? null : toRuleGroups(rules),
    burnRate:
      burnRate === undefined
        ? null
        : {
            objective: burnRate.objective ?? objective,
            alerts: burnRate.alerts.map(({ for: holdFor, ...alert }) => ({ ...alert, holdFor })),
          },
    alertmanager: alertmanager === undefined ? null : toAlertmanager(alertmanager),
    onCall: file.onCall,
  };
}
