import * as v from "valibot";
import { HOUR, MINUTE } from "../../kernel/time.ts";
import { inWords, issueInfo } from "../../quantity/complaint.ts";
import { withDefault, withFacet } from "../../quantity/facet.ts";
import { duration, law, type Schema } from "../../quantity/index.ts";
import { DEFAULTS } from "../defaults.ts";

const { onCall } = DEFAULTS.monitoring;

const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** A time of day, `09:30` → µs since midnight. */
function clock(options: {
  readonly default: string;
  readonly description: { en: string; ko: string };
}): Schema<number> {
  const schema = v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue, NEVER }): number => {
      const [, hours, minutes] = CLOCK.exec(String(dataset.value)) ?? [];
      if (hours !== undefined && minutes !== undefined) return Number(hours) * HOUR + Number(minutes) * MINUTE;
      const message = `${inWords(dataset.value)} is no time of day`;
      addIssue(issueInfo({ code: "bad-time", message, fix: 'write it like "09:30", in quotes' }));
      return NEVER;
    }),
    withFacet<number>({
      is: "quantity",
      quantity: "time of day",
      json: { type: "string", pattern: CLOCK.source },
      description: options.description,
    }),
  );
  return withDefault(schema, options.default);
}

/** The person who is called, and the clock on their wall. Its output is the model's `OnCallSpec`. */
export const onCallFile = v.strictObject({
  acknowledge: law({
    max: "30d",
    default: onCall.acknowledge,
    description: { en: "From the page to somebody being on it.", ko: "호출부터 담당자가 확인할 때까지." },
  }),
  acknowledgeOutOfHours: withDefault(
    v.nullable(
      law({
        max: "30d",
        description: { en: "The same outside working hours.", ko: "근무 시간 밖에서 확인할 때까지." },
      }),
    ),
    onCall.acknowledgeOutOfHours,
  ),
  decide: law({
    max: "30d",
    default: onCall.decide,
    description: { en: "From there to the decision to go back.", ko: "확인부터 되돌리기로 결정할 때까지." },
  }),
  act: law({
    max: "30d",
    default: onCall.act,
    description: { en: "From the decision to the command.", ko: "결정부터 명령을 내릴 때까지." },
  }),
  escalateAfter: withDefault(
    v.nullable(
      duration({
        min: "1s",
        max: "30d",
        description: {
          en: "An unanswered page goes to the next person after this.",
          ko: "응답이 없으면 이 시간 뒤 다음 담당자를 호출합니다.",
        },
      }),
    ),
    onCall.escalateAfter,
  ),
  localTime: clock({
    default: onCall.localTime,
    description: { en: "Their clock when the rehearsal starts.", ko: "리허설이 시작될 때 담당자의 현지 시각." },
  }),
  workingHours: withDefault(
    v.strictObject({
      from: clock({
        default: onCall.workingHours.from,
        description: { en: "Beginning of the working hours.", ko: "근무 시작 시각." },
      }),
      to: clock({
        default: onCall.workingHours.to,
        description: { en: "End of the working hours.", ko: "근무 종료 시각." },
      }),
    }),
    {},
  ),
});
