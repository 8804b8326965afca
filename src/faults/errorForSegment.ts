import * as v from "valibot";
import { share, word } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { after } from "./parameters.ts";

/**
 * One endpoint, one tenant, one kind of data always fails (catalogue F4). The share of errors is small, so alerts on the whole
 * service stay silent, and for those concerned it is a total outage. Data formats are the largest class of severe software
 * bugs at Azure (HotOS 2019).
 */
export const errorForSegment = fault({
  name: "errorForSegment",
  summary: {
    en: "The new version always fails for a part of the users or of the requests.",
    ko: "새 버전이 일부 사용자 또는 일부 요청에 항상 실패합니다.",
  },
  target: "newVersion",
  parameters: v.strictObject({
    of: word(["users", "requests"], {
      default: "users",
      description: {
        en: "Always the same users, or requests of one kind whoever sends them.",
        ko: "늘 같은 사용자, 또는 누가 보내든 한 종류의 요청.",
      },
    }),
    share: share({
      max: "100%",
      // [R] reality §7, F4: 0.1 % to 5 %.
      default: "2%",
      description: { en: "How large the part is.", ko: "그 비율." },
    }),
    after,
  }),
  inject(world, { of, share, after: span }) {
    world.afterRelease(span, () => {
      world.record("faultStarted", { share });
      world.traffic.troubleNewVersion((before) => ({ ...before, segment: { of, share } }));
      world.changeAnswers((before) => ({ ...before, faulty: true }));
    });
  },
});
