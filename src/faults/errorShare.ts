import * as v from "valibot";
import { share } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { after } from "./parameters.ts";

/** The classic bad release: some requests are answered with a server error. */
export const errorShare = fault({
  name: "errorShare",
  summary: {
    en: "The new version answers a share of its requests with a server error.",
    ko: "새 버전이 요청의 일부에 서버 오류로 응답합니다.",
  },
  target: "newVersion",
  parameters: v.strictObject({
    share: share({
      max: "100%",
      default: "20%",
      description: { en: "Share of the answers that are a 5xx.", ko: "5xx로 응답하는 비율." },
    }),
    after,
  }),
  inject(world, parameters) {
    world.afterRelease(parameters.after, () => {
      world.record("faultStarted", { share: parameters.share });
      // A fault comes on top of what fails anyway, each independently of the other.
      world.changeAnswers((before) => ({
        ...before,
        errorShare: 1 - (1 - before.errorShare) * (1 - parameters.share),
        faulty: true,
      }));
    });
  },
});
