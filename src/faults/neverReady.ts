import * as v from "valibot";
import { fault } from "./fault.ts";

/** A process that listens but never passes a probe: a rollout waits for it until its deadline is reported. */
export const neverReady = fault({
  name: "neverReady",
  summary: {
    en: "The new version's pods never pass their readiness probe.",
    ko: "새 버전의 파드가 준비성 검사를 끝내 통과하지 못합니다.",
  },
  target: "newVersion",
  parameters: v.strictObject({}),
  inject(world) {
    world.changeProcess((before) => ({ ...before, neverReady: true }));
    world.afterRelease(0, () => {
      world.record("faultStarted");
      world.changeAnswers((before) => ({ ...before, faulty: true }));
    });
  },
});
