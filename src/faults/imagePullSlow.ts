import * as v from "valibot";
import { number } from "../quantity/index.ts";
import { fault } from "./fault.ts";

/** A registry under load, or one that throttles. Pulls on a node wait for one another, so that it hits pods unequally. */
export const imagePullSlow = fault({
  name: "imagePullSlow",
  summary: {
    en: "Pulling the new version's image takes a multiple of the time.",
    ko: "새 버전의 이미지를 받는 데 몇 배 더 오래 걸립니다.",
  },
  target: "newVersion",
  parameters: v.strictObject({
    factor: number({
      min: 1,
      max: 10_000,
      // [D] Pulls of seconds become minutes.
      default: 20,
      description: { en: "The time of a pull is multiplied by this.", ko: "이미지를 받는 시간에 곱하는 배수." },
    }),
  }),
  inject(world, { factor }) {
    world.changeImage((before) => ({ ...before, pullFactor: (before.pullFactor ?? 1) * factor }));
    world.afterRelease(0, () => world.record("faultStarted", { factor }));
  },
});
