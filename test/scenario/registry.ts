import * as v from "valibot";
import { count, countOrPercent, duration, share } from "../../src/quantity/index.ts";
import type { Registry } from "../../src/scenario/registry.ts";

const description = { en: "For the tests.", ko: "시험용." };

/** A small set of strategies and faults with every kind of parameter, so that these tests do not change with the product's own. */
export const TEST_REGISTRY: Registry = {
  strategies: [
    { name: "recreate", summary: description, parameters: v.strictObject({}) },
    {
      name: "rolling",
      summary: description,
      parameters: v.strictObject({
        maxSurge: countOrPercent({ default: "25%", description }),
        maxUnavailable: countOrPercent({ maxPercent: 100, default: "25%", description }),
      }),
    },
    {
      name: "canary",
      summary: description,
      parameters: v.strictObject({
        steps: v.optional(
          v.array(v.strictObject({ weight: share({ description }), pause: duration({ min: "1s", description }) })),
          [],
        ),
      }),
    },
  ],
  faults: [
    {
      name: "errorShare",
      summary: description,
      parameters: v.strictObject({ share: share({ default: "5%", description }) }),
    },
    { name: "neverReady", summary: description, parameters: v.strictObject({}) },
    {
      name: "podKill",
      summary: description,
      parameters: v.strictObject({ at: duration({ description }), pods: count({ min: 1, default: 1, description }) }),
    },
  ],
};
