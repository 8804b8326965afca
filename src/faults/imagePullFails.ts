import * as v from "valibot";
import { fault } from "./fault.ts";

/** A tag that was never pushed, or a registry that lets nobody in: pods wait in ImagePullBackOff. */
export const imagePullFails = fault({
  name: "imagePullFails",
  summary: {
    en: "The new version's image cannot be pulled; its pods never start.",
    ko: "새 버전의 이미지를 받을 수 없어 파드가 시작하지 못합니다.",
  },
  target: "newVersion",
  parameters: v.strictObject({}),
  inject(world) {
    world.changeImage((before) => ({ ...before, pull: "fails" }));
    world.afterRelease(0, () => {
      world.record("faultStarted");
      world.changeAnswers((before) => ({ ...before, faulty: true }));
    });
  },
});
