import * as v from "valibot";
import { word } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { at, nodesOf, span, where } from "./parameters.ts";

/**
 * Some nodes cannot be reached: by the users' proxies, by the control plane, or by either. Cut off from users alone, every
 * probe stays green. Cut off from the control plane alone, pods that serve well leave the endpoints after 50 s and are
 * replaced after 300 s more (Kubernetes v1.36 `nodelifecycle`).
 */
export const networkPartition = fault({
  name: "networkPartition",
  summary: {
    en: "Some nodes cannot be reached by users, the control plane, or both.",
    ko: "일부 노드에 사용자나 컨트롤 플레인, 또는 양쪽 모두 닿지 못합니다.",
  },
  target: "world",
  parameters: v.strictObject({
    at,
    for: span,
    ...where,
    from: word(["users", "controlPlane", "both"], {
      default: "both",
      description: { en: "Who cannot reach them.", ko: "닿지 못하는 쪽." },
    }),
  }),
  inject(world, { at, for: span, from, ...place }) {
    world.during({ at, for: span, detail: { from } }, (turn) => {
      const nodes = nodesOf(world, place, turn);
      const undos =
        from === "controlPlane" ? [] : [world.traffic.troubleWay(nodes, (before) => ({ ...before, isCut: true }))];
      if (from !== "users") for (const node of world.nodes.named(nodes)) undos.push(world.nodes.lose(node, "cut off"));
      return () => {
        for (const undo of undos) undo();
      };
    });
  },
});
