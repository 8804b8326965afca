import * as v from "valibot";
import { word } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { at, dependency, span } from "./parameters.ts";

/**
 * What the service calls is gone. One that refuses costs an error; one that hangs costs a slot until the timeout, and takes
 * down with it also those requests that do not need it.
 */
export const dependencyDown = fault({
  name: "dependencyDown",
  summary: {
    en: "A dependency answers no calls: it refuses them, or lets them wait.",
    ko: "의존 대상이 호출에 답하지 않습니다. 거절하거나, 하염없이 기다리게 합니다.",
  },
  target: "world",
  spoils: "answers",
  parameters: v.strictObject({
    at,
    for: span,
    name: dependency,
    how: word(["hangs", "refuses"], {
      default: "hangs",
      description: {
        en: "Calls wait for their timeout, or fail at once.",
        ko: "시간 초과까지 기다리거나, 즉시 실패합니다.",
      },
    }),
  }),
  inject(world, { at, for: span, name, how }) {
    world.during({ at, for: span, detail: { how } }, () =>
      world.troubleDependency(name, (before) => ({ ...before, health: how })),
    );
  },
});
