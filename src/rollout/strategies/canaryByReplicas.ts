import * as v from "valibot";
import { countOrPercent } from "../../quantity/index.ts";
import { strategy } from "../strategy.ts";
import { backgroundAnalysis } from "./analysis.ts";
import { canarySteps } from "./argo/steps.ts";
import { canary } from "./canary.ts";

/** A canary without a router: the share of the pods is the share of the requests, as near as whole pods come to it. */
export const canaryByReplicas = strategy({
  name: "canaryByReplicas",
  summary: {
    en: "A canary without a router: the share of new pods is the share of the users, so ten pods know no 5%.",
    ko: "라우터 없는 카나리입니다. 새 파드의 비율이 곧 사용자 비율이라, 파드가 열 개면 5%를 만들 수 없습니다.",
  },
  carriedOutBy: "Argo Rollouts",
  onRequest: true,
  parameters: v.strictObject({
    steps: canarySteps,
    maxSurge: countOrPercent({
      default: "25%",
      description: {
        en: "Pods beyond the wanted number, rounded up.",
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
    analysis: backgroundAnalysis,
  }),
  *run(rollout, parameters) {
    const byPods = v.parse(canary.parameters, { trafficRouting: false });
    yield* canary.run(rollout, { ...byPods, ...parameters });
  },
});
