import * as v from "valibot";
import { count } from "../quantity/index.ts";
import { fault } from "./fault.ts";

/**
 * A lock that is not given back on a rare path: after so many requests a process is stuck with all that follow, one slot
 * after the other. A canary with little traffic never gets there; the whole load does within minutes.
 */
export const deadlockAfterRequests = fault({
  name: "deadlockAfterRequests",
  summary: {
    en: "A process of the new version answers nobody any more after a number of requests.",
    ko: "새 버전의 프로세스가 일정 수의 요청을 받은 뒤로는 아무에게도 응답하지 않습니다.",
  },
  target: "newVersion",
  parameters: v.strictObject({
    requests: count({
      min: 1,
      max: 1_000_000_000,
      // [D] A default pod (50/s) gets there in a little more than three minutes.
      default: 10_000,
      description: { en: "Requests that a process answers before.", ko: "그 전에 응답하는 요청 수." },
    }),
  }),
  inject(world, { requests }) {
    world.afterRelease(0, () => {
      world.record("faultStarted", { requests });
      world.traffic.troubleNewVersion((before) => ({ ...before, stuckAfter: requests }));
      world.changeAnswers((before) => ({ ...before, faulty: true }));
    });
    world.watchForStuckProcesses();
  },
});
