import * as v from "valibot";
import { share } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { at, span } from "./parameters.ts";

/**
 * One customer's script runs wild. Balanced request by request it is only more load; where users stay with a pod or a
 * version, one side gets all of it. The most active users of G Suite send about a thousand times what the least active do
 * (Hauer et al., NSDI 2020).
 */
export const hotUser = fault({
  name: "hotUser",
  summary: {
    en: "One user sends a large share of all requests, on top of the others.",
    ko: "한 사용자가 다른 사용자들 위에 전체 요청의 큰 몫을 더 보냅니다.",
  },
  target: "world",
  parameters: v.strictObject({
    at,
    for: span,
    share: share({
      max: "95%",
      // [D] As much as all others together.
      default: "50%",
      description: { en: "Share of all requests that are this user's.", ko: "전체 요청 중 이 사용자의 비율." },
    }),
  }),
  inject(world, { at, for: span, share }) {
    world.during({ at, for: span, detail: { share } }, () => world.traffic.heatUser(share));
  },
});
