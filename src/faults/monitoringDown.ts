import * as v from "valibot";
import { word } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { at, span } from "./parameters.ts";

/**
 * Nobody sees what happens (catalogue F17): no sample comes in, or none of the new version, whose label was lost. No data is
 * not good data: alerts do not fire and analyses are inconclusive, if they are written with care.
 */
export const monitoringDown = fault({
  name: "monitoringDown",
  summary: {
    en: "Monitoring gets no samples, of anything or of the new version.",
    ko: "모니터링이 전체 또는 새 버전의 표본을 받지 못합니다.",
  },
  target: "world",
  parameters: v.strictObject({
    at,
    // [D] Longer than the default window, alert and rollout together.
    for: v.optional(span, "10m"),
    what: word(["all", "newVersion", "server"], {
      default: "all",
      description: {
        en: "No target answers, the series of the new version are missing, or the server itself is down.",
        ko: "모든 대상이 응답하지 않거나, 새 버전의 시계열만 빠지거나, 서버 자체가 멈춥니다.",
      },
    }),
  }),
  inject(world, { at, for: span, what }) {
    world.during({ at, for: span, detail: { what } }, () => world.tooling.blindMonitoring(what));
  },
});
