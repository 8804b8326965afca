import * as v from "valibot";
import { count, duration, law, share, word } from "../../quantity/index.ts";
import { DEFAULTS } from "../defaults.ts";
import type { MonitoringSpec } from "../scenario.ts";

const { monitoring } = DEFAULTS;

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
  onAlert: word(["rollBack", "nothing"], {
    default: monitoring.onAlert,
    description: { en: "What a firing alert leads to.", ko: "알림이 울리면 하는 일." },
  }),
  reaction: law({
    max: "30d",
    default: monitoring.reaction,
    description: { en: "From the alert to the decision.", ko: "알림부터 결정까지." },
  }),
});

/** The watch as the rehearsal needs it. The phases keep scrapes, evaluations and the release off one another's beat. */
export function toMonitoring(file: v.InferOutput<typeof monitoringFile>): MonitoringSpec {
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
  };
}
