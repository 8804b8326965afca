import * as v from "valibot";
import type { Micros } from "../kernel/time.ts";
import { judge } from "../quantity/complaint.ts";
import { byShape, count, duration, rate } from "../quantity/index.ts";

/**
 * When a fault of the world happens, µs after the start of the measured window: once, again and again, or by chance. What
 * comes by chance comes at the same times under every strategy.
 */
export type Occurrences =
  | { readonly first: Micros; readonly every: Micros | null; readonly times: number }
  | { readonly perSecond: number };

/** A fault that is said to happen more often than this happens no further time. */
export const OCCURRENCES_MAX = 1000;

const AT = { en: "Time from the start of the measured window.", ko: "측정 구간 시작부터의 시간." };
const once = duration({ max: "30d", description: AT });

const repeated = v.pipe(
  v.strictObject({
    first: duration({ max: "30d", default: "0s", description: AT }),
    every: v.optional(
      duration({
        min: "1s",
        max: "30d",
        description: { en: "From one occurrence to the next.", ko: "한 번 일어난 뒤 다음까지의 간격." },
      }),
    ),
    times: count({
      min: 1,
      max: OCCURRENCES_MAX,
      default: OCCURRENCES_MAX,
      description: { en: "How often at most.", ko: "최대 횟수." },
    }),
    randomly: v.optional(
      rate({
        max: "3600/h",
        description: { en: "By chance, this often on average.", ko: "평균 이만큼 무작위로 일어납니다." },
      }),
    ),
  }),
  v.rawCheck(
    judge(({ every, randomly }) => {
      if ((every === undefined) !== (randomly === undefined)) return null;
      return {
        code: "not-one-key",
        message: "a fault that comes more than once comes every so often, or randomly",
        fix: "give every: or randomly:, one of them",
      };
    }),
  ),
);

/** `90s`; `{first: 1m, every: 5m, times: 3}`; `{randomly: 4/h}` → occurrences. */
export const at = byShape(
  {
    plain: v.pipe(
      once,
      v.transform((first): Occurrences => ({ first, every: null, times: 1 })),
    ),
    mapping: v.pipe(
      repeated,
      v.transform(({ first, every, times, randomly }): Occurrences => {
        return randomly === undefined ? { first, every: every ?? null, times } : { perSecond: randomly };
      }),
    ),
  },
  { description: AT },
);
