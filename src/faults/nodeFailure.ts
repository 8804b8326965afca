import * as v from "valibot";
import { fault } from "./fault.ts";
import { at, node, span } from "./parameters.ts";

/** A machine is gone, with all pods on it, and the cluster takes its time to notice. */
export const nodeFailure = fault({
  name: "nodeFailure",
  summary: {
    en: "A node dies with all its pods and comes back later.",
    ko: "노드가 그 위의 모든 파드와 함께 죽었다가 나중에 돌아옵니다.",
  },
  target: "world",
  parameters: v.strictObject({
    at,
    for: span,
    node,
  }),
  inject(world, { at, for: span, node: place }) {
    world.during({ at, for: span }, (turn) => {
      const name = world.nodes.pick(place, turn);
      return name === null ? () => {} : world.nodes.lose(name, "dead");
    });
  },
});
