import * as v from "valibot";
import { fault } from "./fault.ts";

/** A process that never comes up: a missing variable, a broken migration. Its pods crash before they listen. */
export const crashAtStart = fault({
  name: "crashAtStart",
  summary: {
    en: "The new version's processes exit as soon as they are started, before they serve anybody.",
    ko: "새 버전의 프로세스가 시작하자마자, 아무 요청도 처리하기 전에 종료됩니다.",
  },
  target: "newVersion",
  parameters: v.strictObject({}),
  inject(world) {
    world.changeProcess((before) => ({ ...before, crashAfter: { law: "deterministic", value: 0 } }));
    world.afterRelease(0, () => {
      world.record("faultStarted");
      world.changeAnswers((before) => ({ ...before, faulty: true }));
    });
  },
});
