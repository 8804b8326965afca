import * as v from "valibot";
import type { AutoscalingSpec } from "../../cluster/autoscaler/podAutoscaler.ts";
import { type ScalingRules, withDefaultRules } from "../../cluster/autoscaler/scalingRules.ts";
import { judge } from "../../quantity/complaint.ts";
import { count, seconds, share, word } from "../../quantity/index.ts";
import { DEFAULTS } from "../defaults.ts";
import { RUN_LIMITS } from "../limits.ts";

const { autoscaling } = DEFAULTS;

const policyFile = v.strictObject({
  type: word(["Pods", "Percent"], {
    description: { en: "Whether the value is pods or percent of them.", ko: "값이 파드 수인지 백분율인지." },
  }),
  value: count({
    min: 1,
    max: 1_000_000,
    description: { en: "How much may change within the period.", ko: "기간 안에 바뀔 수 있는 양." },
  }),
  periodSeconds: seconds({
    min: 1,
    max: 1800,
    description: { en: "The period, up to half an hour.", ko: "기간(최대 30분)." },
  }),
});

const rulesFile = v.strictObject({
  stabilizationWindowSeconds: v.optional(
    seconds({
      max: 3600,
      description: {
        en: "How far back earlier recommendations hold a change back.",
        ko: "이전 권고가 변경을 붙잡는 기간.",
      },
    }),
  ),
  selectPolicy: v.optional(
    word(["Max", "Min", "Disabled"], {
      description: { en: "Which of the policies counts.", ko: "여러 정책 중 적용할 것." },
    }),
  ),
  policies: v.optional(v.pipe(v.array(policyFile), v.minLength(1), v.maxLength(100))),
  tolerance: v.optional(
    share({
      description: { en: "Deviations from the target that are not acted upon.", ko: "무시하는 목표와의 차이." },
    }),
  ),
});

/** A HorizontalPodAutoscaler, by the names of autoscaling/v2; its one metric is the CPU, as in autoscaling/v1. */
export const autoscalingFile = v.pipe(
  v.strictObject({
    minReplicas: count({
      min: 1,
      max: RUN_LIMITS.replicas,
      default: autoscaling.minReplicas,
      description: { en: "Pods at least.", ko: "최소 파드 수." },
    }),
    maxReplicas: count({
      min: 1,
      max: RUN_LIMITS.replicas,
      description: { en: "Pods at most.", ko: "최대 파드 수." },
    }),
    targetCPUUtilizationPercentage: count({
      min: 1,
      max: 10_000,
      default: autoscaling.targetCPUUtilizationPercentage,
      description: {
        en: "CPU the pods are to use, in percent of their requests.",
        ko: "요청량 대비 목표 CPU 사용률(퍼센트).",
      },
    }),
    behavior: v.optional(v.strictObject({ scaleUp: v.optional(rulesFile), scaleDown: v.optional(rulesFile) })),
  }),
  v.rawCheck(
    judge(({ minReplicas, maxReplicas }) =>
      minReplicas <= maxReplicas
        ? null
        : {
            code: "out-of-range",
            message: `minReplicas (${minReplicas}) is above maxReplicas (${maxReplicas})`,
            fix: "Kubernetes refuses it; raise maxReplicas",
          },
    ),
  ),
);

/** The autoscaler as the rehearsal needs it. */
export function toAutoscaling(file: v.InferOutput<typeof autoscalingFile>): AutoscalingSpec {
  const { minReplicas, maxReplicas, targetCPUUtilizationPercentage, behavior } = file;
  return {
    minReplicas,
    maxReplicas,
    targetUtilization: targetCPUUtilizationPercentage,
    behavior:
      behavior === undefined
        ? null
        : { up: toRules("up", behavior.scaleUp), down: toRules("down", behavior.scaleDown) },
  };
}

function toRules(direction: "up" | "down", file: v.InferOutput<typeof rulesFile> | undefined): ScalingRules {
  if (file === undefined) return withDefaultRules(direction, null);
  return withDefaultRules(direction, {
    stabilization: file.stabilizationWindowSeconds ?? null,
    select: file.selectPolicy ?? null,
    policies: file.policies?.map(({ type, value, periodSeconds }) => ({ type, value, period: periodSeconds })) ?? null,
    tolerance: file.tolerance ?? null,
  });
}
