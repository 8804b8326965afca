import * as v from "valibot";
import { fault } from "./fault.ts";

/**
 * The readiness probe was lost or asks nothing: a pod counts as ready as soon as its container has started, and users meet a
 * process that does not listen yet (Kubernetes v1.36 `prober_manager.go:UpdatePodStatus`: no probe, ready).
 */
export const readyTooEarly = fault({
  name: "readyTooEarly",
  summary: {
    en: "Pods of the new version count as ready before they listen.",
    ko: "새 버전의 파드가 연결을 받기도 전에 준비된 것으로 보입니다.",
  },
  target: "newVersion",
  parameters: v.strictObject({}),
  inject(world) {
    world.changePods((before) => ({ ...before, readinessProbe: null, unprobedReadiness: "started" }));
    world.afterRelease(0, () => {
      world.record("faultStarted");
      world.changeAnswers((before) => ({ ...before, faulty: true }));
    });
  },
});
