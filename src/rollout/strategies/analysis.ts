import * as v from "valibot";
import { withDefault } from "../../quantity/facet.ts";
import { count, duration, seconds, yesNo } from "../../quantity/index.ts";
import { metrics } from "./argo/metric.ts";

const interval = duration({
  min: "1s",
  max: "1d",
  default: "15s",
  description: { en: "Time between two measurements.", ko: "측정 사이의 간격." },
});
const initialDelay = duration({
  max: "1d",
  default: "0s",
  description: { en: "Time before the first measurement.", ko: "첫 측정 전의 대기 시간." },
});
const failureLimit = count({
  max: 1000,
  default: 0,
  description: {
    en: "Failed measurements that are tolerated; one more fails the analysis.",
    ko: "허용하는 실패 측정 수. 하나라도 더 실패하면 분석이 실패합니다.",
  },
});

/** An analysis beside the steps, for as long as they last. `null` in a file turns it off. */
export const backgroundAnalysis = withDefault(
  v.nullable(
    v.strictObject({
      interval,
      initialDelay,
      failureLimit,
      startingStep: count({
        max: 200,
        default: 1,
        description: {
          en: "Index of the step with which it starts, counting every setWeight and every pause; 0 is before any pod exists.",
          ko: "분석을 시작하는 단계의 번호(setWeight와 pause를 각각 셈). 0이면 파드가 생기기 전에 시작합니다.",
        },
      }),
      metrics,
    }),
  ),
  {},
);

/** An analysis for as long as something lasts. `null` in a file turns it off. */
export const backgroundErrors = withDefault(
  v.nullable(v.strictObject({ interval, initialDelay, failureLimit, metrics })),
  {},
);

/** An analysis of a fixed number of measurements: of the new version's error ratio, or of metrics of one's own. */
export const stepAnalysis = v.strictObject({
  interval,
  initialDelay,
  failureLimit,
  count: count({
    min: 1,
    max: 10_000,
    default: 4,
    description: { en: "Measurements to pass.", ko: "통과해야 하는 측정 횟수." },
  }),
  metrics,
});

/** The same where it may be turned off, by `null` in a file. */
export function finiteAnalysis(byDefault: "on" | "off") {
  return withDefault(v.nullable(stepAnalysis), byDefault === "on" ? {} : null);
}

export const scaleDownDelaySeconds = seconds({
  max: 604_800,
  default: 30,
  description: {
    en: "How long the old pods stay after the promotion, for an instant way back; 0 keeps them until the next update.",
    ko: "승격 뒤 즉시 되돌릴 수 있도록 이전 파드를 남겨 두는 시간. 0이면 다음 업데이트까지 남습니다.",
  },
});

export const abortScaleDownDelaySeconds = withDefault(
  v.nullable(
    seconds({
      max: 604_800,
      description: {
        en: "How long the new pods stay after an abort; left out: 30 s, or as long as traffic needs with dynamicStableScale.",
        ko: "중단 뒤 새 파드를 남겨 두는 시간. 없으면 30초, dynamicStableScale이면 트래픽이 옮겨 갈 때까지.",
      },
    }),
  ),
  null,
);

export const scaleDownDelayRevisionLimit = withDefault(
  v.nullable(
    count({
      max: 1000,
      description: {
        en: "Old revisions that may keep their pods at once; left out: any number.",
        ko: "파드를 남겨 둘 수 있는 이전 리비전 수. 없으면 제한이 없습니다.",
      },
    }),
  ),
  null,
);

export const promoteAfter = withDefault(
  v.nullable(
    duration({
      max: "7d",
      description: {
        en: "How long a person takes to promote where the rollout waits for one; left out: nobody comes.",
        ko: "롤아웃이 사람을 기다릴 때 승격하기까지 걸리는 시간. 없으면 아무도 오지 않습니다.",
      },
    }),
  ),
  null,
);

export const progressDeadlineAbort = yesNo({
  default: false,
  description: {
    en: "Abort when nothing has progressed for progressDeadlineSeconds; otherwise it is only reported.",
    ko: "progressDeadlineSeconds 동안 진전이 없으면 중단합니다. 아니면 알리기만 합니다.",
  },
});
