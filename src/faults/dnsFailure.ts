import * as v from "valibot";
import { share } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { at, span } from "./parameters.ts";

/**
 * Clients do not find the service's address. Whoever keeps a connection alive does not ask and does not notice. Facebook
 * (October 2021) and AWS us-east-1 (October 2025) were down for hours with every server in good health.
 */
export const dnsFailure = fault({
  name: "dnsFailure",
  summary: {
    en: "A share of new connections fails because the service's name is not resolved.",
    ko: "서비스 이름을 찾지 못해 새 연결의 일부가 실패합니다.",
  },
  target: "world",
  spoils: "names",
  parameters: v.strictObject({
    at,
    for: span,
    share: share({
      max: "100%",
      // [K] One of two CoreDNS pods answers SERVFAIL.
      default: "50%",
      description: { en: "Share of the look-ups that fail.", ko: "실패하는 조회의 비율." },
    }),
  }),
  inject(world, { at, for: span, share }) {
    world.during({ at, for: span, detail: { share } }, () => world.traffic.failNames(share));
  },
});
