import * as v from "valibot";
import { count, share } from "../../quantity/index.ts";
import { byFlagger } from "../byFlagger.ts";
import { strategy } from "../strategy.ts";
import { FLAGGER, flaggerParameters, flaggerSpec } from "./flagger.ts";

/** The requests that match go to the new version at once and stay there. */
export const abTestByFlagger = strategy({
  name: "abTestByFlagger",
  summary: {
    en: "Flagger's A/B test: the requests that match go to the new version from the first tick on, for so many ticks.",
    ko: "Flagger의 A/B 테스트입니다. 조건에 맞는 요청을 첫 틱부터 정해진 틱 수만큼 새 버전으로 보냅니다.",
  },
  carriedOutBy: FLAGGER,
  onRequest: true,
  parameters: v.strictObject({
    iterations: count({
      min: 1,
      max: 1000,
      default: 5,
      description: { en: "Ticks of the test.", ko: "시험하는 틱 수." },
    }),
    matched: share({
      default: "10%",
      description: {
        en: "Share of the requests that match the conditions.",
        ko: "조건에 맞는 요청의 비율.",
      },
    }),
    ...flaggerParameters,
  }),
  needs: () => ["bothVersions", "router"],
  *run(rollout, parameters) {
    const { iterations, matched } = parameters;
    yield* byFlagger(rollout, flaggerSpec(parameters, { iterations, hasMatch: true }, { matchedShare: matched }));
  },
});
