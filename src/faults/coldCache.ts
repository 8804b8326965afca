import * as v from "valibot";
import { duration, number } from "../quantity/index.ts";
import { fault } from "./fault.ts";

/** The slowness falls in this many steps. */
const STEPS = 8;

/**
 * A new process begins with an empty cache (catalogue F8): every request misses, and less and less of them as it fills. Small
 * surges and `minReadySeconds` keep the cold pods few; all at once they meet the whole load cold.
 */
export const coldCache = fault({
  name: "coldCache",
  summary: {
    en: "Processes of the new version are slow until their caches are warm.",
    ko: "새 버전의 프로세스는 캐시가 데워질 때까지 느립니다.",
  },
  target: "newVersion",
  parameters: v.strictObject({
    factor: number({
      min: 1,
      max: 1000,
      // [R] reality §7, F8: four times slower in the first minute.
      default: 4,
      description: { en: "How many times slower a cold process is.", ko: "캐시가 빈 프로세스가 느린 배수." },
    }),
    warmsFor: duration({
      min: "1s",
      max: "1d",
      default: "1m",
      description: {
        en: "From listening until the cache is warm.",
        ko: "연결을 받기 시작해 캐시가 데워지기까지의 시간.",
      },
    }),
  }),
  inject(world, { factor, warmsFor }) {
    world.afterRelease(0, () => {
      world.record("faultStarted", { factor });
      world.changeAnswers((before) => ({ ...before, faulty: true }));
    });
    world.whenNewProcessIsUp((pod) => {
      let undo = () => {};
      const slowBy = (share: number) => {
        undo();
        undo = world.traffic.troublePod(pod, (before) => ({
          ...before,
          factor: before.factor * (1 + (factor - 1) * share),
        }));
      };
      for (let step = 0; step < STEPS; step++)
        world.later(Math.floor((warmsFor * step) / STEPS), () => slowBy(1 - step / STEPS));
      world.later(warmsFor, () => undo());
    });
  },
});
