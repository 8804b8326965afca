import * as v from "valibot";
import { share } from "../quantity/index.ts";
import { fault } from "./fault.ts";

/**
 * Some processes of the new version pass every probe and fail their users (catalogue F16). Divided by the number of pods the
 * errors are few, and nothing takes the pod out. Huang et al., "Gray Failure", HotOS 2017.
 */
export const grayFailure = fault({
  name: "grayFailure",
  summary: {
    en: "Some pods of the new version pass their probes and fail many of their users.",
    ko: "새 버전의 일부 파드가 프로브는 통과하면서 많은 사용자에게 실패합니다.",
  },
  target: "newVersion",
  parameters: v.strictObject({
    pods: share({
      max: "100%",
      // [D] One of five: a default canary of one pod has it or not, by chance.
      default: "20%",
      description: { en: "Chance of a process to be such a one.", ko: "프로세스가 그럴 확률." },
    }),
    errors: share({
      max: "100%",
      // [R] reality §7, F16: 30 % to 100 %.
      default: "50%",
      description: { en: "Share of its answers that are a 5xx.", ko: "그 응답 중 5xx의 비율." },
    }),
  }),
  inject(world, { pods, errors }) {
    world.afterRelease(0, () => {
      world.record("faultStarted", { share: pods });
      world.changeAnswers((before) => ({ ...before, faulty: true }));
    });
    world.whenNewProcessIsUp((pod, process) => {
      if (world.luckOf(process) >= pods) return;
      world.traffic.troublePod(pod, (before) => ({
        ...before,
        errorShare: 1 - (1 - before.errorShare) * (1 - errors),
      }));
    });
  },
});
