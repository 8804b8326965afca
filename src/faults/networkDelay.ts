import * as v from "valibot";
import { duration } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { at, nodesOf, span, where } from "./parameters.ts";

/**
 * The network is slow: every exchange takes longer, and a pod's slot is held meanwhile, as with servers that write to a
 * slow client themselves. Probes do not leave the node and see nothing.
 */
export const networkDelay = fault({
  name: "networkDelay",
  summary: {
    en: "Every exchange with the pods concerned takes longer.",
    ko: "해당 파드와 주고받는 모든 요청이 더 오래 걸립니다.",
  },
  target: "world",
  parameters: v.strictObject({
    at,
    for: span,
    ...where,
    delay: duration({
      min: "1ms",
      max: "1m",
      // [K] A detour over another continent: 100 to 200 ms.
      default: "150ms",
      description: { en: "Added to each exchange.", ko: "요청마다 더해지는 시간." },
    }),
  }),
  inject(world, { at, for: span, delay, ...place }) {
    world.during({ at, for: span }, (turn) =>
      world.traffic.troubleWay(nodesOf(world, place, turn), (before) => ({ ...before, delay: before.delay + delay })),
    );
  },
});
