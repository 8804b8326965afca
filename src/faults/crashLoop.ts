import * as v from "valibot";
import { law } from "../quantity/index.ts";
import { fault } from "./fault.ts";

/** A process that serves for a while and dies, again and again: a leak, a poisoned message. */
export const crashLoop = fault({
  name: "crashLoop",
  summary: {
    en: "The new version's processes serve for a while and then crash, every time.",
    ko: "새 버전의 프로세스가 잠시 동작하다가 매번 충돌합니다.",
  },
  target: "newVersion",
  parameters: v.strictObject({
    lifetime: law({
      max: "1d",
      default: "60s",
      description: { en: "From the start of a process to its crash.", ko: "프로세스 시작부터 충돌까지의 시간." },
    }),
  }),
  inject(world, { lifetime }) {
    world.changeProcess((before) => ({ ...before, crashAfter: lifetime }));
    world.afterRelease(0, () => {
      world.record("faultStarted");
      world.changeAnswers((before) => ({ ...before, faulty: true }));
    });
  },
});
