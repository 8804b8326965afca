import * as v from "valibot";
import {
  bytes,
  count,
  cpu,
  duration,
  law,
  number,
  seconds,
  share,
  withDefault,
  word,
  yesNo,
} from "../../quantity/index.ts";
import { DEFAULTS } from "../defaults.ts";
import { RUN_LIMITS } from "../limits.ts";
import type { ServiceSpec } from "../scenario.ts";
import { autoscalingFile, toAutoscaling } from "./autoscaling.ts";
import { containersFile, initContainersFile, toContainers, toInitContainers } from "./containers.ts";
import { disruptionBudgetFile, toDisruptionBudget } from "./disruptionBudget.ts";
import { labels } from "./labels.ts";
import { placementFields, toPlacement } from "./placement.ts";
import { probeFile, restartingProbeFile, toProbe } from "./probe.ts";

const { service, capacity } = DEFAULTS;

const capacityFile = v.strictObject({
  slots: count({
    min: 1,
    max: 10_000,
    default: capacity.slots,
    description: { en: "Requests a pod works on at once.", ko: "파드가 동시에 처리하는 요청 수." },
  }),
  cpuPerSlot: v.optional(
    cpu({
      max: "1000",
      description: {
        en: "CPU a slot uses while it works; left out: a pod with all slots at work uses its request.",
        ko: "일하는 슬롯의 CPU. 생략하면 모든 슬롯이 일할 때 요청량을 씁니다.",
      },
    }),
  ),
  queue: count({
    max: 1_000_000,
    default: capacity.queue,
    description: {
      en: "Requests that may wait in a pod; the next one is turned away.",
      ko: "파드 안에서 기다릴 수 있는 요청 수. 넘치면 거절합니다.",
    },
  }),
  serviceTime: law({
    min: "1us",
    max: "1h",
    default: capacity.serviceTime,
    description: { en: "Work of one request.", ko: "요청 하나를 처리하는 시간." },
  }),
  warmup: withDefault(
    v.strictObject({
      for: duration({
        max: "1h",
        default: capacity.warmupFor,
        description: { en: "How long a new process is slower.", ko: "새 프로세스가 느린 기간." },
      }),
      factor: number({
        min: 1,
        max: 1000,
        default: capacity.warmupFactor,
        description: { en: "How many times slower.", ko: "몇 배 느린지." },
      }),
    }),
    {},
  ),
  cancelsAbandoned: yesNo({
    default: capacity.cancelsAbandoned,
    description: {
      en: "A pod stops working for a client that gave up.",
      ko: "클라이언트가 포기한 요청의 처리를 멈춥니다.",
    },
  }),
});

const resourcesFile = v.strictObject({
  cpu: cpu({
    max: "1000",
    default: service.cpu,
    description: { en: "CPU request of a pod.", ko: "파드의 CPU 요청량." },
  }),
  memory: bytes({
    max: "24Ti",
    default: service.memory,
    description: { en: "Memory request of a pod.", ko: "파드의 메모리 요청량." },
  }),
  memoryLimit: v.optional(
    v.nullable(
      bytes({
        max: "24Ti",
        description: {
          en: "Memory limit of the serving container; the request when left out, none when null.",
          ko: "서비스 컨테이너의 메모리 한도. 생략하면 요청량과 같고, null이면 없습니다.",
        },
      }),
    ),
  ),
});

export const serviceFile = v.strictObject({
  replicas: count({
    min: 1,
    max: RUN_LIMITS.replicas,
    default: service.replicas,
    description: { en: "Pods of the service.", ko: "서비스의 파드 수." },
  }),
  autoscaling: withDefault(v.nullable(autoscalingFile), null),
  disruptionBudget: withDefault(v.nullable(disruptionBudgetFile), null),
  priority: count({
    max: 2_000_001_000,
    default: service.priority,
    description: {
      en: "Priority of the pods; those of lower priority make room for them.",
      ko: "파드의 우선순위. 더 낮은 파드가 자리를 비웁니다.",
    },
  }),
  preemptionPolicy: word(["PreemptLowerPriority", "Never"], {
    default: service.preemptionPolicy,
    description: {
      en: "Never: the pods come first in the queue, but make nobody leave.",
      ko: "Never이면 대기열에서 앞서지만 다른 파드를 내보내지는 않습니다.",
    },
  }),
  labels: labels({
    en: "Labels of the pods, for selectors; app: and the scenario's name when left out.",
    ko: "셀렉터가 고르는 파드 레이블. 생략하면 app: 시나리오 이름.",
  }),
  ...placementFields,
  resources: withDefault(resourcesFile, {}),
  image: bytes({ max: "1Ti", default: service.image, description: { en: "Size of the image.", ko: "이미지 크기." } }),
  imagePullPolicy: word(["IfNotPresent", "Always", "Never"], {
    default: service.imagePullPolicy,
    description: {
      en: "Always asks the registry at every start, even for an image that is there.",
      ko: "Always이면 이미지가 있어도 시작할 때마다 레지스트리에 묻습니다.",
    },
  }),
  boot: law({
    max: "1h",
    default: service.boot,
    description: { en: "From container start to listening.", ko: "컨테이너 시작부터 연결을 받기까지." },
  }),
  readinessProbe: withDefault(v.nullable(probeFile), {}),
  unprobedReadiness: word(["started", "listening"], {
    default: service.unprobedReadiness,
    description: {
      en: "Without a readiness probe a pod is ready when its container has started, as in Kubernetes, or (ideal) when it listens.",
      ko: "준비성 프로브가 없을 때: 쿠버네티스처럼 컨테이너가 시작되면, 또는 (이상적으로) 연결을 받으면 준비된 것으로 봅니다.",
    },
  }),
  startupProbe: withDefault(v.nullable(restartingProbeFile), null),
  livenessProbe: withDefault(v.nullable(restartingProbeFile), null),
  initContainers: initContainersFile,
  containers: containersFile,
  minReadySeconds: seconds({
    max: 86_400,
    default: service.minReadySeconds,
    description: {
      en: "How long a pod must be ready to count as available.",
      ko: "가용으로 치기 전에 준비 상태를 유지해야 하는 시간.",
    },
  }),
  progressDeadlineSeconds: seconds({
    min: 1,
    max: 2_147_483_647,
    default: service.progressDeadlineSeconds,
    description: {
      en: "Without progress for this long the rollout counts as stalled.",
      ko: "이 시간 동안 진전이 없으면 멈춘 것으로 봅니다.",
    },
  }),
  terminationGracePeriodSeconds: seconds({
    max: 86_400,
    default: service.terminationGracePeriodSeconds,
    description: { en: "From deletion to SIGKILL.", ko: "삭제부터 SIGKILL까지." },
  }),
  preStop: duration({
    max: "1d",
    default: service.preStop,
    description: {
      en: "The preStop hook sleeps this long before SIGTERM.",
      ko: "SIGTERM 전에 preStop 훅이 자는 시간.",
    },
  }),
  onSigterm: word(["graceful", "abrupt", "ignore"], {
    default: service.onSigterm,
    description: {
      en: "Drain, exit at once, or not listen to SIGTERM.",
      ko: "SIGTERM에 정리하며 종료, 즉시 종료, 또는 무시.",
    },
  }),
  capacity: withDefault(capacityFile, {}),
  conversionShare: share({
    default: service.conversionShare,
    description: {
      en: "Share of the good answers after which a user does what the business wants: buys, signs up.",
      ko: "좋은 응답 뒤에 사용자가 목표 행동(구매, 가입 등)을 하는 비율.",
    },
  }),
  writeShare: share({
    default: service.writeShare,
    description: {
      en: "Share of the requests that write something: what a mirrored copy would write twice.",
      ko: "무언가를 쓰는 요청의 비율. 미러링하면 두 번 쓰입니다.",
    },
  }),
  baselineErrorShare: share({
    default: service.baselineErrorShare,
    description: { en: "Share of a healthy version's answers that are errors.", ko: "정상 버전의 응답 중 오류 비율." },
  }),
});

/** The service as the rehearsal needs it, called by this name. */
export function toService(file: v.InferOutput<typeof serviceFile>, name: string): ServiceSpec {
  const { capacity: pod } = file;
  return {
    replicas: file.replicas,
    autoscaling: file.autoscaling === null ? null : toAutoscaling(file.autoscaling),
    disruptionBudget: file.disruptionBudget === null ? null : toDisruptionBudget(file.disruptionBudget),
    priority: file.priority,
    preemption: file.preemptionPolicy === "Never" ? "never" : "lower priority",
    labels: Object.keys(file.labels).length > 0 ? file.labels : { app: name },
    placement: toPlacement(file),
    cpuMilli: file.resources.cpu,
    memoryBytes: file.resources.memory,
    imageBytes: file.image,
    imagePullPolicy: file.imagePullPolicy,
    boot: file.boot,
    memoryLimitBytes: file.resources.memoryLimit === undefined ? file.resources.memory : file.resources.memoryLimit,
    readinessProbe: file.readinessProbe === null ? null : toProbe(file.readinessProbe),
    unprobedReadiness: file.unprobedReadiness,
    startupProbe: file.startupProbe === null ? null : toProbe(file.startupProbe),
    livenessProbe: file.livenessProbe === null ? null : toProbe(file.livenessProbe),
    initContainers: toInitContainers(file.initContainers),
    otherContainers: toContainers(file.containers),
    minReady: file.minReadySeconds,
    progressDeadline: file.progressDeadlineSeconds,
    preStop: file.preStop,
    terminationGracePeriod: file.terminationGracePeriodSeconds,
    onSigterm: file.onSigterm,
    capacity: {
      slots: pod.slots,
      queue: pod.queue,
      service: pod.serviceTime,
      warmup: { span: pod.warmup.for, factor: pod.warmup.factor },
      cancelsAbandoned: pod.cancelsAbandoned,
    },
    cpuMilliPerSlot: pod.cpuPerSlot ?? file.resources.cpu / pod.slots,
    baselineErrorShare: file.baselineErrorShare,
    conversionShare: file.conversionShare,
    writeShare: file.writeShare,
  };
}
