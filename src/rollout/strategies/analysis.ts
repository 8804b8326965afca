import * as v from "valibot";
import { withDefault } from "../../quantity/facet.ts";
import { count, duration, seconds } from "../../quantity/index.ts";

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
    }),
  ),
  {},
);

/** An analysis of a fixed number of measurements. `null` in a file turns it off. */
export function finiteAnalysis(byDefault: "on" | "off") {
  const schema = v.strictObject({
    interval,
    initialDelay,
    failureLimit,
    count: count({
      min: 1,
      max: 10_000,
      default: 4,
      description: { en: "Measurements to pass.", ko: "통과해야 하는 측정 횟수." },
    }),
  });
  return withDefault(v.nullable(schema), byDefault === "on" ? {} : null);
}

export const scaleDownDelaySeconds = seconds({
  min: 1,
  max: 86_400,
  default: 30,
  description: {
    en: "How long the old pods stay after the promotion, for an instant way back.",
    ko: "승격 뒤 즉시 되돌릴 수 있도록 이전 파드를 남겨 두는 시간.",
  },
});

export const abortScaleDownDelaySeconds = seconds({
  min: 1,
  max: 86_400,
  default: 30,
  description: {
    en: "How long the new pods stay after an abort.",
    ko: "중단 뒤 새 파드를 남겨 두는 시간.",
  },
});
