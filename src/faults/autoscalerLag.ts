import * as v from "valibot";
import { duration } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { at, span } from "./parameters.ts";

/**
 * The pipeline from kubelets to the autoscaler is slow: it scales for the load of some time ago. Without it the delay is
 * already 15–60 s (metrics-server's resolution, the autoscaler's period and the pod's start; Kubernetes v1.36).
 */
export const autoscalerLag = fault({
  name: "autoscalerLag",
  summary: {
    en: "The autoscaler sees the load of some time ago.",
    ko: "자동 확장이 한참 전의 부하를 봅니다.",
  },
  target: "world",
  parameters: v.strictObject({
    at,
    // [D] A morning with an overloaded adapter.
    for: v.optional(span, "10m"),
    lag: duration({
      min: "1s",
      max: "10m",
      // [K] A custom-metrics adapter over a scraped and aggregated series: one to three minutes.
      default: "2m",
      description: { en: "How much later it learns of the load.", ko: "부하를 얼마나 늦게 아는지." },
    }),
  }),
  inject(world, { at, for: span, lag }) {
    world.during({ at, for: span }, () => world.tooling.delayAutoscaler(lag));
  },
});
