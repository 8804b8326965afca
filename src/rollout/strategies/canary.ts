import * as v from "valibot";
import { withDefault } from "../../quantity/facet.ts";
import { countOrPercent, duration, judge, share, yesNo } from "../../quantity/index.ts";
import { byArgo } from "../byArgo.ts";
import type { CanaryStep } from "../controllers/argo/spec.ts";
import { strategy } from "../strategy.ts";
import { abortScaleDownDelaySeconds, backgroundAnalysis, scaleDownDelaySeconds } from "./analysis.ts";

const step = v.pipe(
  v.strictObject({
    weight: share({
      max: "100%",
      description: { en: "Share of the users' requests for the new version.", ko: "새 버전으로 보내는 요청의 비율." },
    }),
    pause: duration({
      max: "1d",
      default: "60s",
      description: { en: "How long to stay at this weight.", ko: "이 비율을 유지하는 시간." },
    }),
  }),
  v.rawCheck(
    judge(({ weight }) => {
      const percent = weight * 100;
      if (Math.abs(percent - Math.round(percent)) < 1e-9) return null;
      const message = `a weight of ${percent}% is not whole percent, which is all Argo Rollouts knows`;
      return { code: "not-whole", message, fix: `write ${Math.max(1, Math.round(percent))}%` };
    }),
  ),
);

/** Weights and how long each is kept. */
export const canarySteps = withDefault(v.pipe(v.array(step), v.maxLength(100)), [
  { weight: "5%" },
  { weight: "25%" },
  { weight: "50%" },
]);

/** Give the new version a small share, look, and only then more. */
export const canary = strategy({
  name: "canary",
  summary: {
    en: "Gives the new version a small share of the users, watches it, and gives it more step by step.",
    ko: "새 버전에 적은 비율의 사용자만 보내 지켜보면서 단계적으로 늘립니다.",
  },
  carriedOutBy: "Argo Rollouts",
  parameters: v.strictObject({
    steps: canarySteps,
    trafficRouting: yesNo({
      default: true,
      description: {
        en: "True: a router splits by weight. False: the share of the pods is the share of the requests.",
        ko: "true이면 라우터가 비율대로 나누고, false이면 파드 수의 비율이 요청의 비율이 됩니다.",
      },
    }),
    maxSurge: countOrPercent({
      default: "25%",
      description: {
        en: "Pods beyond the wanted number; without a router only.",
        ko: "더 둘 수 있는 파드 수(라우터가 없을 때만).",
      },
    }),
    maxUnavailable: countOrPercent({
      default: "25%",
      maxPercent: 100,
      description: {
        en: "Pods that may be missing; without a router only.",
        ko: "모자라도 되는 파드 수(라우터가 없을 때만).",
      },
    }),
    analysis: backgroundAnalysis,
    scaleDownDelaySeconds,
    abortScaleDownDelaySeconds,
  }),
  services: ({ trafficRouting }) => (trafficRouting ? ["canary"] : []),
  *run(rollout, parameters) {
    const { analysis, trafficRouting } = parameters;
    yield* byArgo(rollout, {
      canary: {
        steps: parameters.steps.flatMap(({ weight, pause }): CanaryStep[] => [
          { setWeight: Math.round(weight * 100) },
          ...(pause > 0 ? [{ pause }] : []),
        ]),
        maxSurge: parameters.maxSurge,
        maxUnavailable: parameters.maxUnavailable,
        services: trafficRouting,
        trafficRouting: trafficRouting ? { maxTrafficWeight: 100 } : null,
        dynamicStableScale: false,
        minPodsPerReplicaSet: 1,
        replicaProgressThreshold: null,
        scaleDownDelay: parameters.scaleDownDelaySeconds,
        abortScaleDownDelay: parameters.abortScaleDownDelaySeconds,
        scaleDownDelayRevisionLimit: null,
        analysis: analysis && {
          ...rollout.errorRatio({ ...analysis, count: null }),
          startingStep: analysis.startingStep,
        },
      },
    });
  },
});
