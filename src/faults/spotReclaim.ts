import * as v from "valibot";
import { duration, word } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { at, node } from "./parameters.ts";

/**
 * The cloud takes a spot machine back. It says so two minutes before (AWS EC2; Azure and Google Cloud: 30 seconds); a
 * termination handler uses them to drain the node, as aws-node-termination-handler does by default. The machine never
 * comes back; its group starts another one.
 */
export const spotReclaim = fault({
  name: "spotReclaim",
  summary: {
    en: "The cloud takes a node back for good, shortly after saying so.",
    ko: "클라우드가 짧은 예고 뒤 노드를 영구히 회수합니다.",
  },
  target: "world",
  parameters: v.strictObject({
    at,
    node,
    notice: duration({
      max: "1h",
      // [R] AWS documentation: two minutes.
      default: "2m",
      description: { en: "From the notice until the machine is off.", ko: "예고부터 회수까지의 시간." },
    }),
    handler: word(["drain", "none"], {
      default: "drain",
      description: {
        en: "What is done on notice: the node is drained, or nothing.",
        ko: "예고를 받고 하는 일: 노드를 비우거나, 아무것도 하지 않거나.",
      },
    }),
    replacedAfter: duration({
      max: "1d",
      // [K] Managed clouds give a node within one to three minutes.
      default: "2m",
      description: {
        en: "From the notice until another node of its kind has joined.",
        ko: "예고부터 같은 종류의 새 노드가 합류하기까지의 시간.",
      },
    }),
  }),
  inject(world, { at, node: place, notice, handler, replacedAfter }) {
    world.at(at, (turn) => {
      const name = world.nodes.pick(place, turn);
      if (name === null) return;
      world.record("faultStarted", { node: name });
      if (handler === "drain") world.nodes.drain(name, null);
      world.later(notice, () => world.nodes.terminate(name));
      world.later(replacedAfter, () => world.nodes.replace(name));
    });
  },
});
