import * as v from "valibot";
import { count, duration, number, share, withDefault, yesNo } from "../../quantity/index.ts";

const noLimit = { en: "left out: no limit", ko: "생략하면 제한 없음" };

function limit<T>(schema: v.GenericSchema<unknown, T>) {
  return withDefault(v.nullable(schema), null);
}

/** What advice has to keep to, and what of the service no rehearsal can see. */
export const adviseFile = v.strictObject({
  maxDowntime: limit(
    duration({
      max: "1d",
      description: {
        en: `Time without a pod to send users to, on average over releases good and bad; ${noLimit.en}.`,
        ko: `사용자를 보낼 파드가 없는 시간(좋은 릴리스와 나쁜 릴리스의 평균). ${noLimit.ko}.`,
      },
    }),
  ),
  maxHurtUsers: limit(
    number({
      min: 0,
      max: 1_000_000,
      description: {
        en: `Users that a faulty release may hurt, on average; ${noLimit.en}.`,
        ko: `결함 있는 릴리스가 해칠 수 있는 평균 사용자 수. ${noLimit.ko}.`,
      },
    }),
  ),
  maxCost: limit(
    number({
      min: 1,
      max: 100,
      description: {
        en: `Compute cost of the window as a multiple of what it costs without a release; ${noLimit.en}.`,
        ko: `릴리스가 없을 때와 비교한 측정 구간의 컴퓨팅 비용 배수. ${noLimit.ko}.`,
      },
    }),
  ),
  maxDuration: limit(
    duration({
      max: "30d",
      description: {
        en: `From the submission of a good release until all pods run it; ${noLimit.en}.`,
        ko: `좋은 릴리스를 제출한 뒤 모든 파드가 새 버전이 될 때까지의 시간. ${noLimit.ko}.`,
      },
    }),
  ),
  maxRollback: limit(
    duration({
      max: "1d",
      description: {
        en: `From the decision to go back until the old version carries everything again; ${noLimit.en}.`,
        ko: `되돌리기로 결정한 뒤 이전 버전이 다시 전부를 맡을 때까지의 시간. ${noLimit.ko}.`,
      },
    }),
  ),
  maxPods: limit(
    count({
      min: 1,
      max: 100_000,
      description: {
        en: `Pods that may exist at once, as a quota would have it; ${noLimit.en}.`,
        ko: `동시에 존재할 수 있는 파드 수(쿼터). ${noLimit.ko}.`,
      },
    }),
  ),
  faultyReleases: share({
    max: "100%",
    // [R] DORA 2024: change failure rate of the medium cluster.
    default: "10%",
    description: { en: "Share of the releases that are faulty.", ko: "결함 있는 릴리스의 비율." },
  }),
  versionsTogether: yesNo({
    default: true,
    description: {
      en: "Old and new pods may run at the same time: schema and protocols allow it.",
      ko: "이전 파드와 새 파드가 함께 돌아도 됩니다(스키마와 프로토콜이 허용).",
    },
  }),
  exclusiveVolume: yesNo({
    default: false,
    description: {
      en: "The pods hold a volume that one of them at a time can mount (ReadWriteOnce).",
      ko: "한 번에 한 파드만 마운트할 수 있는 볼륨을 씁니다(ReadWriteOnce).",
    },
  }),
  identity: yesNo({
    default: false,
    description: {
      en: "The pods have names and storage of their own (StatefulSet).",
      ko: "파드마다 고유한 이름과 저장소가 있습니다(StatefulSet).",
    },
  }),
  router: yesNo({
    default: true,
    description: {
      en: "Something splits traffic by weight: an ingress, a mesh, a gateway.",
      ko: "비율대로 트래픽을 나누는 것이 있습니다(인그레스, 메시, 게이트웨이).",
    },
  }),
  flags: yesNo({
    default: false,
    description: {
      en: "The new code is behind a feature flag.",
      ko: "새 코드가 기능 플래그 뒤에 있습니다.",
    },
  }),
});
