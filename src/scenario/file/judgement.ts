import * as v from "valibot";
import { duration, money, share } from "../../quantity/index.ts";
import { DEFAULTS } from "../defaults.ts";
import { text } from "./text.ts";

const { objectives, prices } = DEFAULTS;

/** What the service promises. The output is the record's `Objectives`. */
export const objectivesFile = v.strictObject({
  availability: share({
    max: "99.9999%",
    default: objectives.availability,
    description: { en: "Share of good requests that is promised.", ko: "약속한 정상 요청 비율." },
  }),
  latency: duration({
    min: "1ms",
    max: "1h",
    default: objectives.latency,
    description: { en: "A later answer is not good.", ko: "이보다 늦은 응답은 정상이 아닙니다." },
  }),
  period: duration({
    min: "1h",
    max: "366d",
    default: objectives.period,
    description: { en: "Period of the error budget.", ko: "오류 예산의 기간." },
  }),
  window: duration({
    min: "1s",
    max: "1d",
    default: objectives.window,
    description: { en: "Width of the windows that violate or not.", ko: "위반 여부를 따지는 구간의 길이." },
  }),
  badRatio: share({
    default: objectives.badRatio,
    description: {
      en: "A window violates when its bad share is above this.",
      ko: "불량 비율이 이 값을 넘으면 구간 위반입니다.",
    },
  }),
});

/** What things cost. The output is the record's `Prices`. */
export const pricesFile = v.strictObject({
  currency: text({
    maxLength: 16,
    default: prices.currency,
    description: { en: "Name of the currency.", ko: "통화 이름." },
  }),
  cpuHour: money({
    default: prices.cpuHour,
    description: { en: "A requested CPU for an hour.", ko: "요청한 CPU 하나의 시간당 가격." },
  }),
  memoryGibHour: money({
    default: prices.memoryGibHour,
    description: { en: "A requested GiB for an hour.", ko: "요청한 1GiB의 시간당 가격." },
  }),
  badRequest: money({
    default: prices.badRequest,
    description: { en: "What a bad request costs.", ko: "불량 요청 하나의 비용." },
  }),
  delayDay: money({
    default: prices.delayDay,
    description: { en: "What a day's delay of the release costs.", ko: "릴리스가 하루 늦을 때의 비용." },
  }),
  personHour: money({
    default: prices.personHour,
    description: { en: "An hour of whoever handles an incident.", ko: "사고를 처리하는 사람의 시간당 비용." },
  }),
});
