import * as v from "valibot";
import { duration, number } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { at } from "./parameters.ts";

/** Steps in which the crowd comes and goes: fine enough that no step is a jump, few enough to cost nothing. */
const STEPS = 20;

/**
 * A link on a popular page: the rate climbs within a minute to a multiple and falls again, slower than it came. Unlike a
 * spike it gives an autoscaler something to follow.
 */
export const flashCrowd = fault({
  name: "flashCrowd",
  summary: {
    en: "Arriving requests climb to a multiple within a short time and fall again slowly.",
    ko: "요청이 짧은 시간에 몇 배까지 치솟았다가 천천히 줄어듭니다.",
  },
  target: "world",
  parameters: v.strictObject({
    at,
    factor: number({
      min: 1,
      max: 100,
      // [K] Published flash crowds (the slashdot effect) come to several times the usual load; a diurnal peak is 2–4 times the trough.
      default: 4,
      description: { en: "The rate at its peak, as a multiple.", ko: "정점에서의 요청률 배수." },
    }),
    rise: duration({
      max: "1h",
      default: "1m",
      description: { en: "From the start to the peak.", ko: "시작부터 정점까지." },
    }),
    fall: duration({
      max: "6h",
      default: "4m",
      description: { en: "From the peak back to the usual.", ko: "정점부터 평소까지." },
    }),
  }),
  inject(world, { at, factor, rise, fall }) {
    world.during({ at, for: rise + fall, detail: { factor } }, () => {
      let undo = () => {};
      const setTo = (height: number) => {
        undo();
        undo = world.traffic.multiplyRate(1 + height * (factor - 1));
      };
      for (let step = 0; step < STEPS; step++) {
        world.later(Math.floor((rise * step) / STEPS), () => setTo((step + 1) / STEPS));
        world.later(rise + Math.floor((fall * step) / STEPS), () => setTo(1 - step / STEPS));
      }
      return () => undo();
    });
  },
});
