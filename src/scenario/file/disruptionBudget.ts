import * as v from "valibot";
import type { DisruptionBudgetSpec } from "../../cluster/disruptions.ts";
import { judge } from "../../quantity/complaint.ts";
import { countOrPercent, word } from "../../quantity/index.ts";
import { DEFAULTS } from "../defaults.ts";

/** A PodDisruptionBudget (policy/v1) of the service's pods, in Kubernetes' own words. */
export const disruptionBudgetFile = v.pipe(
  v.strictObject({
    minAvailable: v.optional(
      countOrPercent({
        maxPercent: 100,
        description: {
          en: "Pods that evictions must leave healthy; a share is rounded up.",
          ko: "축출 뒤에도 건강해야 하는 파드 수. 비율은 올림.",
        },
      }),
    ),
    maxUnavailable: v.optional(
      countOrPercent({
        maxPercent: 100,
        description: {
          en: "Pods that evictions may take at once; a share is rounded up.",
          ko: "축출로 한꺼번에 빠져도 되는 파드 수. 비율은 올림.",
        },
      }),
    ),
    unhealthyPodEvictionPolicy: word(["IfHealthyBudget", "AlwaysAllow"], {
      default: DEFAULTS.disruptionBudget.unhealthyPodEvictionPolicy,
      description: {
        en: "Pods that run and are not ready may be evicted when the budget is met without them, or always.",
        ko: "실행 중이지만 준비되지 않은 파드를, 예산이 충족될 때만 또는 언제나 축출할 수 있습니다.",
      },
    }),
  }),
  v.rawCheck(
    judge(({ minAvailable, maxUnavailable }) => {
      if ((minAvailable === undefined) !== (maxUnavailable === undefined)) return null;
      return {
        code: "not-one-key",
        message: "a disruption budget needs minAvailable or maxUnavailable, one of them",
        fix: "give minAvailable: or maxUnavailable:",
      };
    }),
  ),
);

/** The budget as the cluster needs it. */
export function toDisruptionBudget(file: v.InferOutput<typeof disruptionBudgetFile>): DisruptionBudgetSpec {
  const { minAvailable, maxUnavailable, unhealthyPodEvictionPolicy } = file;
  const limit = maxUnavailable === undefined ? { minAvailable: minAvailable ?? 0 } : { maxUnavailable };
  return { limit, unhealthyPodEvictionPolicy };
}
