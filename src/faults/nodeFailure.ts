import * as v from "valibot";
import { count } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { at, span } from "./parameters.ts";

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
    node: count({
      min: 1,
      max: 10_000,
      default: 1,
      description: { en: "Which node, counting from 1.", ko: "몇 번째 노드인지(1부터)." },
    }),
  }),
  inject(world, { at: start, for: length, node }) {
    world.at(start, () => {
      world.record("faultStarted", { node });
      world.failNode(node);
    });
    world.at(start + length, () => {
      world.record("faultEnded", { node });
      world.recoverNode(node);
    });
  },
});
