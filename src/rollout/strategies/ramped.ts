import * as v from "valibot";
import { count, seconds } from "../../quantity/index.ts";
import { byDeployment } from "../byDeployment.ts";
import { strategy } from "../strategy.ts";

/** One pod, a good look at it, and only then the next: a rolling update that takes its time. */
export const ramped = strategy({
  name: "ramped",
  summary: {
    en: "Adds one new pod at a time, waits until it has proved itself, and only then takes an old one away.",
    ko: "새 파드를 하나씩 추가하고, 충분히 지켜본 뒤에야 이전 파드를 하나 내리는 느린 롤링입니다.",
  },
  carriedOutBy: "Kubernetes Deployment",
  onRequest: true,
  parameters: v.strictObject({
    podsAtOnce: count({
      min: 1,
      max: 10_000,
      default: 1,
      description: {
        en: "New pods that are added and watched at the same time.",
        ko: "한 번에 추가해 지켜보는 새 파드 수.",
      },
    }),
    minReadySeconds: seconds({
      max: 86_400,
      default: 30,
      description: {
        en: "How long a new pod must stay ready before the next one follows.",
        ko: "다음 파드로 넘어가기 전에 새 파드가 준비 상태를 유지해야 하는 시간.",
      },
    }),
  }),
  *run(rollout, { podsAtOnce, minReadySeconds }) {
    const oneByOne = { type: "RollingUpdate", maxSurge: podsAtOnce, maxUnavailable: 0 } as const;
    yield* byDeployment(rollout, oneByOne, { minReady: minReadySeconds });
  },
});
