import * as v from "valibot";
import { countOrPercent, judge } from "../../quantity/index.ts";
import { byDeployment } from "../byDeployment.ts";
import { strategy } from "../strategy.ts";

/** Replace pods a few at a time, as fast as the new ones become available. */
export const rolling = strategy({
  name: "rolling",
  summary: {
    en: "Replaces old pods by new ones a few at a time, as fast as the new ones become available.",
    ko: "새 파드가 준비되는 속도에 맞춰 이전 파드를 몇 개씩 교체합니다.",
  },
  carriedOutBy: "Kubernetes Deployment",
  parameters: v.pipe(
    v.strictObject({
      maxSurge: countOrPercent({
        default: "25%",
        description: {
          en: "Pods that may exist beyond the wanted number, rounded up.",
          ko: "원하는 수를 넘어 더 둘 수 있는 파드 수(올림).",
        },
      }),
      maxUnavailable: countOrPercent({
        default: "25%",
        maxPercent: 100,
        description: {
          en: "Pods that may be missing from the wanted number, rounded down.",
          ko: "원하는 수보다 모자라도 되는 파드 수(내림).",
        },
      }),
    }),
    v.rawCheck(
      judge(({ maxSurge, maxUnavailable }) => {
        const isZero = (limit: number | string) => limit === 0 || limit === "0%";
        if (!isZero(maxSurge) || !isZero(maxUnavailable)) return null;
        return {
          code: "surge-and-unavailable-zero",
          message: "maxSurge and maxUnavailable are both 0, so that no pod could ever be replaced",
          fix: "give one of them at least 1",
        };
      }),
    ),
  ),
  *run(rollout, { maxSurge, maxUnavailable }) {
    yield* byDeployment(rollout, { type: "RollingUpdate", maxSurge, maxUnavailable });
  },
});
