import * as v from "valibot";
import { share } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { at, nodesOf, span, where } from "./parameters.ts";

/**
 * Packets are lost and sent again by TCP, the first time after 200 ms (Linux `TCP_RTO_MIN`), then after twice as long each
 * time. Few requests are concerned, and those for long: the median shows nothing, the tail everything.
 */
export const networkLoss = fault({
  name: "networkLoss",
  summary: {
    en: "Some exchanges with the pods concerned lose packets, which are sent again.",
    ko: "해당 파드와의 통신 일부에서 패킷이 유실되어 재전송됩니다.",
  },
  target: "world",
  parameters: v.strictObject({
    at,
    for: span,
    ...where,
    loss: share({
      max: "100%",
      // [K] A flapping link or a full buffer loses some percent; 5 % is felt by everybody.
      default: "5%",
      description: { en: "Share of the exchanges that lose a packet.", ko: "패킷이 유실되는 통신의 비율." },
    }),
  }),
  inject(world, { at, for: span, loss, ...place }) {
    world.during({ at, for: span, detail: { share: loss } }, (turn) =>
      world.traffic.troubleWay(nodesOf(world, place, turn), (before) => ({
        ...before,
        loss: 1 - (1 - before.loss) * (1 - loss),
      })),
    );
  },
});
