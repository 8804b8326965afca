import * as v from "valibot";
import { number } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { after } from "./parameters.ts";

/** Nothing fails, everything takes longer: readiness stays green while queues grow. */
export const slowdown = fault({
  name: "slowdown",
  summary: {
    en: "The new version takes a multiple of the time for every request.",
    ko: "새 버전이 모든 요청을 몇 배 느리게 처리합니다.",
  },
  target: "newVersion",
  parameters: v.strictObject({
    factor: number({
      min: 1,
      max: 1000,
      default: 3,
      description: { en: "Service time is multiplied by this.", ko: "처리 시간에 곱하는 배수." },
    }),
    after,
  }),
  inject(world, { factor, after: span }) {
    world.afterRelease(span, () => {
      world.record("faultStarted", { factor });
      world.changeAnswers((before) => ({ ...before, serviceFactor: before.serviceFactor * factor, faulty: true }));
    });
  },
});
