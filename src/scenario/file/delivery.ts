import * as v from "valibot";
import { DEFAULT_RETRY } from "../../delivery/argocd/backoff.ts";
import { parseCron } from "../../delivery/argocd/cron.ts";
import { parseGoDuration } from "../../delivery/argocd/goDuration.ts";
import type { ArgoCdSpec, DeliverySpec, DeploysSpec } from "../../delivery/spec.ts";
import { printDuration } from "../../quantity/duration.ts";
import { withDefault } from "../../quantity/facet.ts";
import { count, duration, judge, law, number, word, yesNo } from "../../quantity/index.ts";
import { parseInstant } from "./instant.ts";
import { text } from "./text.ts";
import { toWorkflow, workflowFile } from "./workflow.ts";

const name = (en: string, ko: string) => text({ maxLength: 100, description: { en, ko } });

const helmFile = v.strictObject({
  wait: withDefault(
    v.nullable(
      word(["legacy", "watcher"], {
        noun: "waiter",
        description: {
          en: "legacy: as Helm 3 polls; watcher: as Helm 4 watches; null: no --wait.",
          ko: "legacy는 Helm 3의 폴링, watcher는 Helm 4의 감시, null이면 --wait 없음.",
        },
      }),
    ),
    "legacy",
  ),
  rollbackOnFailure: yesNo({
    default: false,
    description: { en: "--rollback-on-failure, formerly --atomic.", ko: "--rollback-on-failure(예전의 --atomic)." },
  }),
  timeout: duration({
    min: "1s",
    max: "1d",
    default: "5m",
    description: {
      en: "Of each hook, of the wait, and of both again on the way back.",
      ko: "훅마다, 기다림마다, 그리고 되돌릴 때 다시 각각 적용되는 제한 시간.",
    },
  }),
  hooks: withDefault(
    v.pipe(
      v.array(
        v.strictObject({
          name: name("Name of the hook.", "훅 이름."),
          event: word(["pre-upgrade", "post-upgrade", "pre-rollback", "post-rollback"], {
            noun: "hook",
            description: { en: "When it runs.", ko: "실행 시점." },
          }),
          weight: withDefault(
            number({ min: -1000, max: 1000, description: { en: "Lower ones first.", ko: "작은 값부터 실행." } }),
            0,
          ),
          takes: law({ max: "1d", default: "10s", description: { en: "How long it runs.", ko: "걸리는 시간." } }),
          fails: yesNo({ default: false, description: { en: "It ends in failure.", ko: "실패로 끝납니다." } }),
        }),
      ),
      v.maxLength(50),
    ),
    [],
  ),
});

const window = v.pipe(
  v.strictObject({
    kind: word(["allow", "deny"], {
      noun: "window",
      description: { en: "Whether syncs are let through or held up.", ko: "동기화를 허용하는지 막는지." },
    }),
    schedule: name("When it opens, as cron, UTC.", "열리는 때(cron, UTC)."),
    duration: name("How long it stays open, as Go writes it: 8h.", "열려 있는 시간(Go 표기, 예: 8h)."),
    manualSync: yesNo({ default: false, description: { en: "Syncs by hand still go.", ko: "수동 동기화는 허용." } }),
    syncOverrun: yesNo({
      default: false,
      description: { en: "A sync that has begun may finish.", ko: "이미 시작한 동기화는 끝까지 진행." },
    }),
  }),
  v.rawCheck(
    judge(({ schedule, duration }) => {
      if (parseCron(schedule) === null) {
        const fix = "write five fields: minute hour day month weekday (0–6)";
        return { code: "bad-schedule", message: `${schedule} is no schedule`, fix };
      }
      if (parseGoDuration(duration) !== null) return null;
      return { code: "bad-duration", message: `${duration} is no duration`, fix: "write it like 8h, 90m or 1h30m" };
    }),
  ),
);

const resource = v.strictObject({
  name: name("Name of the resource.", "리소스 이름."),
  kind: withDefault(name("Its kind, by which waves are ordered.", "종류. 웨이브 안의 순서를 정합니다."), "Job"),
  phase: word(["PreSync", "Sync", "PostSync", "SyncFail"], {
    default: "Sync",
    noun: "phase",
    description: { en: "Phase of the sync.", ko: "동기화 단계." },
  }),
  wave: withDefault(
    number({ min: -1000, max: 1000, description: { en: "Wave within the phase.", ko: "단계 안의 웨이브." } }),
    0,
  ),
  hook: yesNo({ default: false, description: { en: "It is a hook.", ko: "훅입니다." } }),
  takes: withDefault(
    v.nullable(
      law({ max: "1d", description: { en: "Until it is healthy, or has ended.", ko: "정상이 되거나 끝날 때까지." } }),
    ),
    null,
  ),
  fails: yesNo({ default: false, description: { en: "It ends in failure.", ko: "실패로 끝납니다." } }),
});

const argocdFile = v.strictObject({
  webhook: withDefault(
    v.nullable(
      law({
        max: "1h",
        description: {
          en: "From the push to the refresh; null: polling only.",
          ko: "푸시부터 갱신까지. null이면 폴링만.",
        },
      }),
    ),
    null,
  ),
  reconciliation: duration({
    max: "1d",
    default: "2m",
    description: { en: "Between two polls; 0s: none.", ko: "폴링 간격. 0s이면 폴링 없음." },
  }),
  jitter: duration({
    max: "1d",
    default: "1m",
    description: { en: "Up to so much more, each time anew.", ko: "폴링마다 더해지는 무작위 시간의 최대값." },
  }),
  render: law({
    max: "1h",
    default: "2s",
    description: { en: "Rendering the manifests.", ko: "매니페스트를 만드는 시간." },
  }),
  automated: yesNo({ default: true, description: { en: "It syncs by itself.", ko: "스스로 동기화합니다." } }),
  manualSync: withDefault(
    v.nullable(
      law({
        max: "30d",
        description: {
          en: "When it does not sync by itself: from a commit being found to somebody syncing it; null: nobody does.",
          ko: "자동 동기화가 아닐 때, 커밋이 발견된 뒤 누군가 동기화하기까지. null이면 아무도 하지 않음.",
        },
      }),
    ),
    null,
  ),
  prune: yesNo({
    default: false,
    description: { en: "It deletes what git no longer has.", ko: "git에 없으면 지웁니다." },
  }),
  selfHeal: yesNo({
    default: false,
    description: { en: "It undoes what is changed by hand.", ko: "손으로 바꾼 것을 되돌립니다." },
  }),
  retryLimit: count({
    max: 100,
    default: 5,
    description: { en: "Further attempts of a failed sync.", ko: "실패한 동기화의 재시도 횟수." },
  }),
  retryBackoff: withDefault(
    v.strictObject({
      duration: duration({
        max: "1d",
        default: "5s",
        description: { en: "Before the first one.", ko: "첫 재시도 전." },
      }),
      factor: withDefault(
        number({
          min: 1,
          max: 100,
          description: { en: "Each wait is so many times the last.", ko: "매번 곱하는 배수." },
        }),
        2,
      ),
      maxDuration: duration({
        max: "1d",
        default: printDuration(DEFAULT_RETRY.cap),
        description: { en: "At most.", ko: "최대 대기." },
      }),
    }),
    {},
  ),
  windows: withDefault(v.pipe(v.array(window), v.maxLength(50)), []),
  workloadWave: withDefault(
    number({ min: -1000, max: 1000, description: { en: "Wave of the workload.", ko: "워크로드의 웨이브." } }),
    0,
  ),
  resources: withDefault(v.pipe(v.array(resource), v.maxLength(100)), []),
});

export const deliveryFile = v.pipe(
  v.strictObject({
    workflow: withDefault(v.nullable(workflowFile), null),
    helm: withDefault(v.nullable(helmFile), null),
    argocd: withDefault(v.nullable(argocdFile), null),
    rollback: word(["undo", "revert"], {
      default: "undo",
      noun: "way back",
      description: {
        en: "undo: by hand on the live object; revert: by a commit that takes the whole way again.",
        ko: "undo는 클러스터에서 직접 되돌리기, revert는 전체 과정을 다시 거치는 커밋.",
      },
    }),
    startsAt: withDefault(
      text({
        maxLength: 20,
        description: { en: "Wall clock at the start, UTC.", ko: "측정 시작 시각(UTC)." },
        rule: (written) =>
          parseInstant(written) === null
            ? { code: "bad-instant", message: `${written} is no instant`, fix: "write it like 2026-03-10T09:00:00Z" }
            : null,
      }),
      "2026-03-10T09:00:00Z",
    ),
  }),
  v.rawCheck(
    judge(({ helm, argocd }) => {
      if (helm === null || argocd === null) return null;
      const message = "helm and argocd would both write to the cluster";
      return { code: "two-writers", message, fix: "leave one of them out: Argo CD renders charts by itself" };
    }),
  ),
);

/** As read, in the model's own units. */
export function toDelivery(file: v.InferOutput<typeof deliveryFile> | null): DeliverySpec | null {
  if (file === null) return null;
  const { workflow, rollback, startsAt } = file;
  return {
    workflow: workflow && toWorkflow(workflow),
    deploys: deploys(file),
    rollback,
    startsAt: parseInstant(startsAt) ?? 0,
  };
}

function deploys({ helm, argocd }: v.InferOutput<typeof deliveryFile>): DeploysSpec {
  if (helm !== null) return { by: "helm", helm };
  return argocd === null ? { by: "kubectl" } : { by: "argocd", argocd: toArgoCd(argocd) };
}

function toArgoCd(file: v.InferOutput<typeof argocdFile>): ArgoCdSpec {
  const { automated, prune, selfHeal, retryLimit, retryBackoff, resources, ...rest } = file;
  const { duration: initial, factor, maxDuration: cap } = retryBackoff;
  return {
    ...rest,
    automated: { enabled: automated, prune, selfHeal, allowEmpty: false },
    retry: { initial, factor, cap, limit: retryLimit },
    resources: resources.map(({ hook, ...one }) => ({ ...one, isHook: hook })),
  };
}
