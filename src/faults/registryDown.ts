import * as v from "valibot";
import { fault } from "./fault.ts";
import { at, span } from "./parameters.ts";

/**
 * The registry cannot be reached: nodes that have the image do not notice, all others wait in ImagePullBackOff (10, 20, 40,
 * … 300 s; Kubernetes v1.36 `kubelet.go:imageBackOffPeriod`). Pods that go meanwhile are not replaced everywhere.
 */
export const registryDown = fault({
  name: "registryDown",
  summary: {
    en: "No node can pull an image for a while.",
    ko: "한동안 어느 노드도 이미지를 받을 수 없습니다.",
  },
  target: "world",
  // [D] A short outage of a hosted registry; longer than a rollout's first back-offs.
  parameters: v.strictObject({ at, for: v.optional(span, "5m") }),
  inject(world, { at, for: span }) {
    world.during({ at, for: span }, () => world.cluster.closeRegistry());
  },
});
