import * as v from "valibot";
import { fault } from "./fault.ts";
import { at, span } from "./parameters.ts";

/**
 * API server and controllers are down. Processes run on and proxies keep the rules they have, so users notice nothing until
 * something else changes: then nothing is replaced, no endpoint is taken out and no rollback goes through.
 */
export const controlPlaneDown = fault({
  name: "controlPlaneDown",
  summary: {
    en: "API server, scheduler and controllers are down; what runs goes on as it is.",
    ko: "API 서버와 스케줄러, 컨트롤러가 멈춥니다. 실행 중인 것은 그대로 돕니다.",
  },
  target: "world",
  // [D] An upgrade of a single control-plane node with its reboot.
  parameters: v.strictObject({ at, for: v.optional(span, "3m") }),
  inject(world, { at, for: span }) {
    world.during({ at, for: span }, () => world.cluster.stopControlPlane());
  },
});
