import * as v from "valibot";
import { share } from "../quantity/index.ts";
import { fault } from "./fault.ts";

/**
 * A response body that is never closed, a transaction that is never ended: with every such request a pod has one slot less,
 * until it has none. Restarting helps for as long as it took. Liveness probes find it only when nothing is left.
 */
export const connectionLeak = fault({
  name: "connectionLeak",
  summary: {
    en: "The new version loses a slot with some of its requests, until it has none left.",
    ko: "새 버전이 일부 요청마다 슬롯을 하나씩 잃어 결국 모두 잃습니다.",
  },
  target: "newVersion",
  parameters: v.strictObject({
    share: share({
      max: "100%",
      // [D] A default pod (8 slots, 50/s) is stuck after some five minutes.
      default: "0.05%",
      description: { en: "Share of the requests that leave a slot taken.", ko: "슬롯을 돌려주지 않는 요청의 비율." },
    }),
  }),
  inject(world, { share }) {
    world.afterRelease(0, () => {
      world.record("faultStarted", { share });
      world.traffic.troubleNewVersion((before) => ({ ...before, leakShare: share }));
      world.changeAnswers((before) => ({ ...before, faulty: true }));
    });
    world.watchForStuckProcesses();
  },
});
