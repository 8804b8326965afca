import * as v from "valibot";
import { number } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { at, dependency, span } from "./parameters.ts";

/**
 * What the service calls is slow, and slots are held meanwhile: the service looks slow itself, whatever version runs. A
 * dependency is the cause of 16.4 % of the severe incidents of Microsoft Teams (SoCC 2022).
 */
export const dependencySlow = fault({
  name: "dependencySlow",
  summary: {
    en: "A dependency takes a multiple of the time for every call.",
    ko: "의존 대상이 모든 호출을 몇 배 느리게 처리합니다.",
  },
  target: "world",
  spoils: "answers",
  parameters: v.strictObject({
    at,
    for: span,
    name: dependency,
    factor: number({
      min: 1,
      max: 10_000,
      // [D] A missing index or a cold replica.
      default: 10,
      description: { en: "Its time is multiplied by this.", ko: "시간에 곱하는 배수." },
    }),
  }),
  inject(world, { at, for: span, name, factor }) {
    world.during({ at, for: span, detail: { factor } }, () =>
      world.troubleDependency(name, (before) => ({ ...before, factor: before.factor * factor })),
    );
  },
});
