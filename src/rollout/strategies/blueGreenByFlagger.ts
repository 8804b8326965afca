import * as v from "valibot";
import { count, yesNo } from "../../quantity/index.ts";
import { byFlagger } from "../byFlagger.ts";
import { strategy } from "../strategy.ts";
import { FLAGGER, flaggerMetrics, flaggerParameters, flaggerSpec, mirroring } from "./flagger.ts";

/** Tests without users, one switch, and a second rollout for the promotion. */
export const blueGreenByFlagger = strategy({
  name: "blueGreenByFlagger",
  summary: {
    en: "Flagger's blue/green: so many tests of the new stack without users, then all of them at once, then a rolling update of the old stack.",
    ko: "Flagger의 블루/그린입니다. 사용자 없이 정해진 횟수만큼 새 스택을 시험한 뒤 한 번에 전환하고, 이어서 이전 스택을 롤링으로 교체합니다.",
  },
  carriedOutBy: FLAGGER,
  onRequest: true,
  parameters: v.strictObject({
    iterations: count({
      min: 1,
      max: 1000,
      default: 2,
      description: { en: "Tests before the switch.", ko: "전환 전 시험 횟수." },
    }),
    trafficRouting: yesNo({
      default: true,
      description: {
        en: "False: no router (provider kubernetes), so that users come over only with the promotion.",
        ko: "false이면 라우터가 없어(provider: kubernetes) 사용자는 승격될 때에야 넘어옵니다.",
      },
    }),
    ...mirroring,
    ...flaggerParameters,
    // A stack that nobody talks to has no success rate, and no value is a failed check.
    metrics: flaggerMetrics([]),
  }),
  needs: () => ["bothVersions", "router", "secondStack"],
  *run(rollout, parameters) {
    const { iterations, trafficRouting, mirror, mirrorWeight } = parameters;
    const provider = trafficRouting ? "istio" : "kubernetes";
    yield* byFlagger(rollout, flaggerSpec(parameters, { iterations, mirror, mirrorWeight }, { provider }));
  },
});
