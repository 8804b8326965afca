import * as v from "valibot";
import { law } from "../quantity/index.ts";
import { fault } from "./fault.ts";

/**
 * Every thread waits for another one. The process still runs and still accepts connections, so that nothing crashes and
 * nothing restarts, unless a liveness probe looks.
 */
export const deadlock = fault({
  name: "deadlock",
  summary: {
    en: "The new version's processes stop answering after a while, though they go on running.",
    ko: "새 버전의 프로세스가 계속 실행되면서도 얼마 뒤부터 응답하지 않습니다.",
  },
  target: "newVersion",
  parameters: v.strictObject({
    lifetime: law({
      max: "1d",
      // [D] Long enough for a rollout to have gone past the pod.
      default: "2m",
      description: {
        en: "From the moment a process listens until it stops answering.",
        ko: "프로세스가 연결을 받기 시작해서 응답을 멈추기까지의 시간.",
      },
    }),
  }),
  inject(world, { lifetime }) {
    world.changeProcess((before) => ({ ...before, hangAfter: lifetime }));
    world.afterRelease(0, () => {
      world.record("faultStarted");
      world.changeAnswers((before) => ({ ...before, faulty: true }));
    });
  },
});
