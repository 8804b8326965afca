import * as v from "valibot";
import { share } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { after } from "./parameters.ts";

/**
 * The new version writes something wrong and says nothing (catalogue F12). Later, whatever version reads it fails: going back
 * stops new damage and heals none. Knight Capital (2012) and every poisoned queue are of this kind.
 */
export const dataCorruption = fault({
  name: "dataCorruption",
  summary: {
    en: "The new version silently spoils the data of some users; any version fails on them from then on.",
    ko: "새 버전이 일부 사용자의 데이터를 조용히 망가뜨립니다. 그 뒤로는 어느 버전이든 실패합니다.",
  },
  target: "newVersion",
  spoils: "answers",
  parameters: v.strictObject({
    share: share({
      max: "100%",
      // [R] reality §7, F12: 1 % of the writes.
      default: "1%",
      description: {
        en: "Share of the requests that spoil their user's data.",
        ko: "사용자 데이터를 망가뜨리는 요청의 비율.",
      },
    }),
    after,
  }),
  inject(world, { share, after: span }) {
    world.afterRelease(span, () => {
      world.record("faultStarted", { share });
      world.traffic.troubleNewVersion((before) => ({ ...before, corruptShare: share }));
      world.changeAnswers((before) => ({ ...before, faulty: true }));
    });
  },
});
