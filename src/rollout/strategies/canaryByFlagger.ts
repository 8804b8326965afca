import * as v from "valibot";
import { withDefault } from "../../quantity/facet.ts";
import { count } from "../../quantity/index.ts";
import { byFlagger } from "../byFlagger.ts";
import { strategy } from "../strategy.ts";
import { FLAGGER, flaggerParameters, flaggerSpec, mirroring } from "./flagger.ts";

const percent = (description: { readonly en: string; readonly ko: string }, byDefault?: number) =>
  count({ max: 100, ...(byDefault !== undefined && { default: byDefault }), description });

/** A canary by Flagger's clock: a step of weight per tick, and a second rollout for the promotion. */
export const canaryByFlagger = strategy({
  name: "canaryByFlagger",
  summary: {
    en: "A canary by Flagger's clock: a look and a step per interval, then the old pods are replaced while the canary serves.",
    ko: "Flagger의 시계로 도는 카나리입니다. 간격마다 한 번 보고 한 단계 올리며, 승격할 때는 카나리가 서비스하는 동안 기존 파드를 교체합니다.",
  },
  carriedOutBy: FLAGGER,
  onRequest: true,
  parameters: v.strictObject({
    stepWeight: percent({ en: "Percent added per tick.", ko: "틱마다 더하는 비율(%)." }, 10),
    stepWeights: withDefault(
      v.pipe(v.array(percent({ en: "Percent of this step.", ko: "이 단계의 비율(%)." })), v.maxLength(100)),
      [],
    ),
    maxWeight: percent({ en: "Percent at which it is promoted.", ko: "승격하는 비율(%)." }, 50),
    stepWeightPromotion: percent(
      {
        en: "Percent given back per tick after the promotion; 0: all at once.",
        ko: "승격 뒤 틱마다 되돌려 주는 비율(%). 0이면 한 번에.",
      },
      0,
    ),
    ...mirroring,
    ...flaggerParameters,
  }),
  needs: () => ["bothVersions", "router"],
  *run(rollout, parameters) {
    const { stepWeight, stepWeights, maxWeight, stepWeightPromotion, mirror, mirrorWeight } = parameters;
    // A list of steps stands for itself: in a manifest, stepWeight beside it would win.
    const steps = stepWeights.length > 0 ? { stepWeights } : { stepWeight, maxWeight };
    yield* byFlagger(rollout, flaggerSpec(parameters, { ...steps, stepWeightPromotion, mirror, mirrorWeight }));
  },
});
