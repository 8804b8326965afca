import * as v from "valibot";
import { number } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { at, span } from "./parameters.ts";

/** More users than planned, just then. */
export const trafficSpike = fault({
  name: "trafficSpike",
  summary: {
    en: "Multiplies the arriving requests for a while.",
    ko: "한동안 들어오는 요청을 몇 배로 늘립니다.",
  },
  target: "world",
  parameters: v.strictObject({
    at,
    for: span,
    factor: number({
      min: 0,
      max: 100,
      default: 2,
      description: { en: "The rate is multiplied by this.", ko: "요청률에 곱하는 배수." },
    }),
  }),
  inject(world, { at, for: span, factor }) {
    world.during({ at, for: span, detail: { factor } }, () => world.traffic.multiplyRate(factor));
  },
});
