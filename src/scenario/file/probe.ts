import * as v from "valibot";
import type { ProbeSpec } from "../../cluster/types.ts";
import { count, seconds } from "../../quantity/index.ts";
import { DEFAULTS } from "../defaults.ts";

const { probe } = DEFAULTS;

const timing = {
  initialDelaySeconds: seconds({
    max: 3600,
    default: probe.initialDelaySeconds,
    description: { en: "From container start to the first probe.", ko: "컨테이너 시작부터 첫 프로브까지." },
  }),
  periodSeconds: seconds({
    min: 1,
    max: 3600,
    default: probe.periodSeconds,
    description: { en: "Time between probes.", ko: "프로브 간격." },
  }),
  timeoutSeconds: seconds({
    min: 1,
    max: 3600,
    default: probe.timeoutSeconds,
    description: { en: "A probe that takes longer has failed.", ko: "이보다 오래 걸리면 실패로 봅니다." },
  }),
};

/** A readiness probe. */
export const probeFile = v.strictObject({
  ...timing,
  successThreshold: count({
    min: 1,
    max: 1000,
    default: probe.successThreshold,
    description: { en: "Successes in a row that make the pod ready.", ko: "준비 상태가 되기 위한 연속 성공 횟수." },
  }),
  failureThreshold: count({
    min: 1,
    max: 1000,
    default: probe.failureThreshold,
    description: { en: "Failures in a row that make it unready.", ko: "준비 해제가 되는 연속 실패 횟수." },
  }),
});

/** A liveness or start-up probe: a failure restarts the container. Kubernetes allows no other `successThreshold` than 1. */
export const restartingProbeFile = v.strictObject({
  ...timing,
  successThreshold: count({
    min: 1,
    max: 1,
    default: 1,
    description: { en: "Always 1 (Kubernetes refuses more).", ko: "항상 1 (쿠버네티스는 다른 값을 거부합니다)." },
  }),
  failureThreshold: count({
    min: 1,
    max: 1000,
    default: probe.failureThreshold,
    description: {
      en: "Failures in a row after which the container is restarted.",
      ko: "컨테이너를 재시작하는 연속 실패 횟수.",
    },
  }),
  terminationGracePeriodSeconds: v.optional(
    seconds({
      min: 1,
      max: 86_400,
      description: {
        en: "From the failure to SIGKILL; the pod's when left out.",
        ko: "실패부터 SIGKILL까지. 생략하면 파드의 값을 씁니다.",
      },
    }),
  ),
});

/** A probe as the kubelet needs it. */
export function toProbe(file: v.InferOutput<typeof probeFile> | v.InferOutput<typeof restartingProbeFile>): ProbeSpec {
  const grace = "terminationGracePeriodSeconds" in file ? file.terminationGracePeriodSeconds : undefined;
  return {
    initialDelay: file.initialDelaySeconds,
    period: file.periodSeconds,
    timeout: file.timeoutSeconds,
    successThreshold: file.successThreshold,
    failureThreshold: file.failureThreshold,
    ...(grace === undefined ? {} : { terminationGracePeriod: grace }),
  };
}
