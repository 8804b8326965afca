import * as v from "valibot";
import { duration } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { at, node, span } from "./parameters.ts";

/**
 * Maintenance: somebody runs `kubectl drain`, works on the machine and uncordons it. Evictions ask the disruption budget;
 * by default kubectl goes on asking for ever (kubectl v1.36 `drain.go`, `--timeout 0`).
 */
export const drain = fault({
  name: "drain",
  summary: {
    en: "A node is drained for maintenance and given back later.",
    ko: "점검을 위해 노드를 비웠다가 나중에 되돌립니다.",
  },
  target: "world",
  parameters: v.strictObject({
    at,
    // [D] A kernel update with its reboot.
    for: v.optional(span, "5m"),
    node,
    timeout: v.optional(
      duration({
        min: "1s",
        max: "30d",
        description: {
          en: "No further attempts to evict after this; left out: it goes on until the end.",
          ko: "이 시간이 지나면 더는 축출을 시도하지 않습니다. 생략하면 끝까지 시도합니다.",
        },
      }),
    ),
  }),
  inject(world, { at, for: span, node: place, timeout }) {
    world.during({ at, for: span }, (turn) => {
      const name = world.nodes.pick(place, turn);
      return name === null ? () => {} : world.nodes.drain(name, timeout ?? null);
    });
  },
});
