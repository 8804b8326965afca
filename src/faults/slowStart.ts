import * as v from "valibot";
import type { Law } from "../kernel/law.ts";
import { number } from "../quantity/index.ts";
import { fault } from "./fault.ts";

/** A version that needs longer to come up. It answers as well as the old one, so nobody is exposed to a fault. */
export const slowStart = fault({
  name: "slowStart",
  summary: {
    en: "The new version takes a multiple of the time to start.",
    ko: "새 버전이 시작하는 데 몇 배 더 오래 걸립니다.",
  },
  target: "newVersion",
  parameters: v.strictObject({
    factor: number({
      min: 1,
      max: 1000,
      default: 4,
      description: { en: "The time to start is multiplied by this.", ko: "시작 시간에 곱하는 배수." },
    }),
  }),
  inject(world, { factor }) {
    world.changeProcess((before) => ({ ...before, boot: scaled(before.boot, factor) }));
    world.afterRelease(0, () => world.record("faultStarted", { factor }));
  },
});

/** The law of `factor` times a quantity. */
export function scaled(law: Law, factor: number): Law {
  switch (law.law) {
    case "deterministic":
      return { ...law, value: law.value * factor };
    case "uniform":
      return { ...law, low: law.low * factor, high: law.high * factor };
    case "exponential":
    case "gamma":
      return { ...law, mean: law.mean * factor };
    case "lognormal":
      return { ...law, median: law.median * factor };
    case "empirical":
      return { ...law, values: law.values.map((value) => value * factor) };
  }
}
