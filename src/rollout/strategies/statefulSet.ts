import * as v from "valibot";
import { count, countOrPercent } from "../../quantity/index.ts";
import { strategy } from "../strategy.ts";

/** Pods with an identity: one after the other, each really gone before its successor starts. */
export const statefulSet = strategy({
  name: "statefulSet",
  summary: {
    en: "Replaces pods one by one from the highest ordinal down, each gone before its successor starts and ready before the next.",
    ko: "가장 높은 순번부터 파드를 하나씩 교체합니다. 완전히 사라진 뒤 새로 시작하고, 준비된 뒤 다음으로 넘어갑니다.",
  },
  carriedOutBy: "Kubernetes StatefulSet",
  onRequest: true,
  parameters: v.strictObject({
    partition: count({
      max: 10_000,
      default: 0,
      description: {
        en: "Pods with an ordinal below this keep the old version.",
        ko: "순번이 이보다 낮은 파드는 이전 버전을 유지합니다.",
      },
    }),
    maxUnavailable: countOrPercent({
      default: 1,
      maxPercent: 100,
      description: {
        en: "Pods that may be missing at once, rounded down, at least 1.",
        ko: "한꺼번에 없어도 되는 파드 수(내림, 최소 1).",
      },
    }),
  }),
  needs: () => ["bothVersions", "identity"],
  *run(rollout, parameters) {
    const set = rollout.statefulSet(parameters);
    set.apply(rollout.revisions.new);
    yield* rollout.alert();
    rollout.rollBack(() => set.apply(rollout.revisions.old));
  },
});
