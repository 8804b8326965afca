import * as v from "valibot";
import { withDefault } from "../../quantity/facet.ts";
import { count, seconds, yesNo } from "../../quantity/index.ts";
import { byArgo } from "../byArgo.ts";
import { strategy } from "../strategy.ts";
import {
  abortScaleDownDelaySeconds,
  finiteAnalysis,
  progressDeadlineAbort,
  promoteAfter,
  scaleDownDelayRevisionLimit,
  scaleDownDelaySeconds,
} from "./analysis.ts";

/** A whole second stack, one switch, and the old stack kept for a while. */
export const blueGreen = strategy({
  name: "blueGreen",
  summary: {
    en: "Starts a complete second stack, switches all users at once, and keeps the old stack for an instant way back.",
    ko: "새 스택을 통째로 띄운 뒤 모든 사용자를 한 번에 전환하고, 곧바로 되돌릴 수 있게 이전 스택을 남겨 둡니다.",
  },
  carriedOutBy: "Argo Rollouts",
  parameters: v.strictObject({
    previewReplicas: withDefault(
      v.nullable(
        count({
          min: 1,
          max: 10_000,
          description: {
            en: "Pods of the new stack until it is promoted; left out: all.",
            ko: "승격 전까지 새 스택의 파드 수. 생략하면 전부.",
          },
        }),
      ),
      null,
    ),
    autoPromotionSeconds: seconds({
      max: 86_400,
      default: 0,
      description: {
        en: "Pause between the ready preview and the switch.",
        ko: "준비된 새 스택과 전환 사이의 대기 시간.",
      },
    }),
    prePromotionAnalysis: finiteAnalysis("off"),
    postPromotionAnalysis: finiteAnalysis("on"),
    scaleDownDelaySeconds,
    abortScaleDownDelaySeconds,
    scaleDownDelayRevisionLimit,
    autoPromotionEnabled: yesNo({
      default: true,
      description: {
        en: "False: a person has to promote the preview.",
        ko: "false이면 사람이 새 스택을 승격해야 합니다.",
      },
    }),
    promoteAfter,
    progressDeadlineAbort,
  }),
  needs: () => ["bothVersions", "secondStack"],
  services: () => ["preview"],
  *run(rollout, parameters) {
    const { prePromotionAnalysis, postPromotionAnalysis } = parameters;
    const { promoteAfter, progressDeadlineAbort } = parameters;
    const blueGreen = {
      previewService: true,
      autoPromotionEnabled: parameters.autoPromotionEnabled,
      autoPromotion: parameters.autoPromotionSeconds,
      previewReplicas: parameters.previewReplicas,
      prePromotionAnalysis: prePromotionAnalysis && rollout.measured(prePromotionAnalysis),
      postPromotionAnalysis: postPromotionAnalysis && rollout.measured(postPromotionAnalysis),
      scaleDownDelay: parameters.scaleDownDelaySeconds,
      abortScaleDownDelay: parameters.abortScaleDownDelaySeconds,
      scaleDownDelayRevisionLimit: parameters.scaleDownDelayRevisionLimit,
    };
    yield* byArgo(rollout, { blueGreen }, { promoteAfter, progressDeadlineAbort });
  },
});
