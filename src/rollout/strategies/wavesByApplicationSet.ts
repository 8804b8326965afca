import * as v from "valibot";
import { withDefault } from "../../quantity/facet.ts";
import { countOrPercent, duration, name, word } from "../../quantity/index.ts";
import { rollingSync } from "../controllers/applicationSet/rollingSync.ts";
import { strategy } from "../strategy.ts";
import { definitionOf, innerStrategy } from "./inner.ts";

const expression = v.strictObject({
  key: name({
    description: {
      en: "A label of the clusters; `cluster` is their name.",
      ko: "클러스터의 레이블. `cluster`는 클러스터 이름입니다.",
    },
  }),
  operator: word(["In", "NotIn"], {
    default: "In",
    description: { en: "How the label is compared.", ko: "레이블을 비교하는 방법." },
  }),
  values: v.pipe(v.array(name({ description: { en: "A value.", ko: "값." } })), v.minLength(1), v.maxLength(100)),
});

const step = v.strictObject({
  matchExpressions: withDefault(v.pipe(v.array(expression), v.maxLength(20)), []),
  maxUpdate: withDefault(
    v.nullable(
      countOrPercent({
        maxPercent: 100,
        description: {
          en: "Applications of the step that may be under way at a time; a percentage is of all of them, rounded down, and at least 1.",
          ko: "이 단계에서 동시에 진행할 수 있는 Application 수. 퍼센트는 단계 전체 기준으로 내림하되 최소 1.",
        },
      }),
    ),
    null,
  ),
});

/** Waves as Argo CD makes them: each step waits for the health of the one before, and for nothing else. */
export const wavesByApplicationSet = strategy({
  name: "wavesByApplicationSet",
  summary: {
    en: "Argo CD's ApplicationSet syncs the clusters step by step: the next step begins as soon as all of the one before are Healthy, without a bake time and without a way back.",
    ko: "Argo CD ApplicationSet이 클러스터를 단계별로 동기화합니다. 앞 단계가 모두 Healthy가 되면 바로 다음 단계로 가며, 안정화 대기도 자동 롤백도 없습니다.",
  },
  carriedOutBy: "Argo CD ApplicationSet",
  onRequest: true,
  parameters: v.strictObject({
    steps: withDefault(v.pipe(v.array(step), v.minLength(1), v.maxLength(100)), [{}]),
    deployBy: innerStrategy({ en: "What each Application holds.", ko: "각 Application이 담고 있는 배포 방법." }),
    syncTakes: duration({
      max: "1h",
      default: "3s",
      description: {
        en: "From the operation that is asked for to the manifests being applied.",
        ko: "동기화를 요청한 뒤 매니페스트가 적용되기까지.",
      },
    }),
  }),
  services: ({ deployBy }) => definitionOf(deployBy).services?.(deployBy.parameters) ?? [],
  *run(rollout, { deployBy }) {
    yield* definitionOf(deployBy).run(rollout, deployBy.parameters);
  },
  *across(clusters, { steps, syncTakes }) {
    yield* rollingSync(clusters, { steps, syncTakes });
  },
});
