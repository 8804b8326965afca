import * as v from "valibot";
import { count, duration } from "../quantity/index.ts";
import { fault } from "./fault.ts";

/**
 * Clients that ask again at once, often and without a budget (catalogue F14). As long as all goes well nobody notices; a
 * short dip is enough to keep the service down by the retries alone. Google's outage of 12 June 2025 lasted 2 h 40 in its
 * largest region for want of back-off.
 */
export const retryStorm = fault({
  name: "retryStorm",
  summary: {
    en: "Clients retry often, quickly and without any budget.",
    ko: "클라이언트가 예산 없이 자주, 빠르게 재시도합니다.",
  },
  target: "world",
  parameters: v.strictObject({
    retries: count({
      min: 1,
      max: 10,
      // [K] Three retries at each layer are the common mistake.
      default: 3,
      description: { en: "Further attempts after the first.", ko: "첫 시도 뒤 추가 시도 횟수." },
    }),
    backoff: duration({
      min: "1ms",
      max: "1m",
      default: "10ms",
      description: {
        en: "Wait before the first retry; doubled for each further one.",
        ko: "첫 재시도 전 대기. 재시도마다 두 배.",
      },
    }),
  }),
  inject(world, { retries, backoff }) {
    world.traffic.changeRetries(() => ({ max: retries, backoff, budget: 1 }));
    world.at({ first: 0, every: null, times: 1 }, () => world.record("faultStarted", { retries }));
  },
});
