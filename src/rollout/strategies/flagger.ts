import * as v from "valibot";
import { queryText } from "../../observe/written/foreign.ts";
import { withDefault } from "../../quantity/facet.ts";
import { count, countOrPercent, duration, number, seconds, word, yesNo } from "../../quantity/index.ts";
import type { FlaggerCanarySpec } from "../controllers/flagger/flagger.ts";
import { type FlaggerAnalysis, NO_ANALYSIS } from "../controllers/flagger/spec.ts";

const metric = v.strictObject({
  name: word(["request-success-rate"], {
    default: "request-success-rate",
    noun: "metric",
    description: { en: "What is measured of the canary's pods.", ko: "카나리 파드에서 재는 지표." },
  }),
  min: withDefault(
    v.nullable(number({ min: 0, max: 100, description: { en: "Below this it fails.", ko: "이보다 낮으면 실패." } })),
    99,
  ),
  max: withDefault(
    v.nullable(number({ min: 0, max: 100, description: { en: "Above this it fails.", ko: "이보다 높으면 실패." } })),
    null,
  ),
  interval: duration({
    min: "1s",
    max: "1d",
    default: "1m",
    description: { en: "Range of the query.", ko: "쿼리의 시간 범위." },
  }),
  query: withDefault(
    v.nullable(
      queryText({
        en: "A query of your own, with {{args.version}} and {{args.interval}}; left out: the metric of that name.",
        ko: "직접 쓴 질의. {{args.version}}과 {{args.interval}}을 쓸 수 있음. 생략하면 이름에 해당하는 지표.",
      }),
    ),
    null,
  ),
});

const GATES = [
  "confirm-rollout",
  "pre-rollout",
  "rollout",
  "confirm-traffic-increase",
  "confirm-promotion",
  "rollback",
] as const;

const webhook = v.strictObject({
  type: word(GATES, {
    noun: "webhook",
    description: { en: "When it is called.", ko: "호출되는 시점." },
  }),
  opensAfter: duration({
    max: "30d",
    default: "0s",
    description: {
      en: "It refuses until this long after the release; of a rollback hook: when it tells to go back.",
      ko: "릴리스 뒤 이 시간까지는 거절합니다. rollback 훅이면 되돌리라고 답하기 시작하는 시점.",
    },
  }),
  failures: count({
    max: 1000,
    default: 0,
    description: { en: "Calls that fail once it is open.", ko: "열린 뒤 실패하는 호출 수." },
  }),
});

/** Checked in their order after the hooks of the tick. @param byDefault as written in a file. */
export function flaggerMetrics(byDefault: readonly unknown[]) {
  return withDefault(v.pipe(v.array(metric), v.maxLength(20)), byDefault);
}

/** What every analysis of Flagger has. */
export const flaggerParameters = {
  interval: duration({
    min: "10s",
    max: "1d",
    default: "1m",
    description: {
      en: "Between two ticks; every change costs whole ticks.",
      ko: "틱 사이의 간격. 모든 변화는 틱 단위로만 일어납니다.",
    },
  }),
  threshold: count({
    min: 1,
    max: 1000,
    default: 1,
    description: {
      en: "Failed checks in total after which it goes back; passing ones take nothing back.",
      ko: "되돌리기까지의 누적 실패 검사 수. 통과해도 줄어들지 않습니다.",
    },
  }),
  metrics: flaggerMetrics([{}]),
  webhooks: withDefault(v.pipe(v.array(webhook), v.maxLength(20)), []),
  skipAnalysis: yesNo({
    default: false,
    description: { en: "Promote without a look.", ko: "분석 없이 바로 승격합니다." },
  }),
  progressDeadlineSeconds: seconds({
    min: 1,
    max: 86_400,
    default: 600,
    description: {
      en: "How long pods may be missing before it goes back.",
      ko: "파드가 모자란 상태를 견디는 시간. 넘으면 되돌립니다.",
    },
  }),
  primaryReadyThreshold: count({
    max: 100,
    default: 100,
    description: { en: "Percent of the primary's pods that must be available.", ko: "프라이머리 파드 가용 비율(%)." },
  }),
  canaryReadyThreshold: count({
    max: 100,
    default: 100,
    description: { en: "Percent of the canary's pods that must be available.", ko: "카나리 파드 가용 비율(%)." },
  }),
  maxSurge: countOrPercent({
    default: "25%",
    description: {
      en: "Pods beyond the wanted number while the primary takes over, rounded up.",
      ko: "프라이머리가 교체되는 동안 더 둘 수 있는 파드 수(올림).",
    },
  }),
  maxUnavailable: countOrPercent({
    default: "25%",
    maxPercent: 100,
    description: {
      en: "Pods that may be missing while the primary takes over, rounded down.",
      ko: "프라이머리가 교체되는 동안 모자라도 되는 파드 수(내림).",
    },
  }),
};

/** Copies before users; of the strategies that can begin with nobody. */
export const mirroring = {
  mirror: yesNo({
    default: false,
    description: {
      en: "Copies of users' requests come first: one tick of a canary, every test of a blue/green release.",
      ko: "사용자 요청의 복제본을 먼저 보냅니다. 카나리는 한 틱, 블루/그린은 모든 시험 동안.",
    },
  }),
  mirrorWeight: count({
    max: 100,
    default: 100,
    description: { en: "Percent of the requests that are copied.", ko: "복제하는 요청 비율(%)." },
  }),
};

type Parameters = v.InferOutput<ReturnType<typeof v.strictObject<typeof flaggerParameters>>>;

/** By whose rules; the same for every strategy of Flagger's. */
export const FLAGGER = "Flagger";

/** The Canary that the parameters describe. */
export function flaggerSpec(
  parameters: Parameters,
  shift: Partial<FlaggerAnalysis>,
  rest: { readonly provider?: string; readonly matchedShare?: number } = {},
): FlaggerCanarySpec {
  const { maxSurge, maxUnavailable } = parameters;
  return {
    provider: rest.provider ?? "istio",
    matchedShare: rest.matchedShare ?? 1,
    suspend: false,
    skipAnalysis: parameters.skipAnalysis,
    progressDeadline: parameters.progressDeadlineSeconds,
    strategy: { type: "RollingUpdate", maxSurge, maxUnavailable },
    metrics: parameters.metrics.map(({ interval, ...metric }) => ({ ...metric, window: interval })),
    webhooks: parameters.webhooks.map(({ type, ...hook }) => ({ ...hook, gate: type })),
    analysis: {
      ...NO_ANALYSIS,
      interval: parameters.interval,
      threshold: parameters.threshold,
      primaryReadyThreshold: parameters.primaryReadyThreshold,
      canaryReadyThreshold: parameters.canaryReadyThreshold,
      ...shift,
    },
  };
}
