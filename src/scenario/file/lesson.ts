import * as v from "valibot";
import { issueInfo } from "../../quantity/complaint.ts";
import { type Schema, withFacet } from "../../quantity/facet.ts";
import { duration, oneKeyOf, withDefault, word } from "../../quantity/index.ts";
import { EVENT_KINDS } from "../../record/events.ts";
import type { FieldValue } from "../lesson.ts";
import { localized, text } from "./text.ts";

/** A card of a lesson is read in half a minute. */
const TEXT_MAX = 600;
const OPTION_MAX = 200;

/** Lists of a lesson, elements. */
const OPTIONS = { min: 2, max: 6 };
const SCENES = { min: 0, max: 12 };
const POSITIONS = { min: 2, max: 40 };
const LOOKS = { min: 1, max: 6 };

const said = (en: string, ko: string) => localized({ maxLength: TEXT_MAX, description: { en, ko } });

const strategyName = (en: string, ko: string) => text({ maxLength: 63, description: { en, ko } });

const measureName = (en: string, ko: string) => text({ maxLength: 100, description: { en, ko } });

const bound = (en: string, ko: string) => written({ en, ko });

const answer = oneKeyOf(
  {
    rank: v.strictObject({ by: measureName("The measure to rank the lanes by.", "레인을 줄 세우는 측정값.") }),
    lane: v.strictObject({
      most: measureName("The lane that has most of this measure.", "이 측정값이 가장 큰 레인."),
    }),
    number: v.strictObject({
      of: measureName("What is to be guessed: `strategy.measure`.", "맞혀 볼 값: `전략.측정값`."),
      from: bound("Left end of the slider.", "슬라이더의 왼쪽 끝."),
      to: bound("Right end of the slider.", "슬라이더의 오른쪽 끝."),
      step: bound("Step of the slider.", "슬라이더의 눈금."),
    }),
    choose: listOf(
      v.strictObject({
        option: localized({ maxLength: OPTION_MAX, description: { en: "A sentence to choose.", ko: "고를 문장." } }),
        when: text({ maxLength: 300, description: { en: "The claim that makes it right.", ko: "맞다고 볼 주장." } }),
      }),
      OPTIONS,
    ),
  },
  { noun: "kind of answer" },
);

const scene = v.strictObject({
  text: said("What there is to see.", "무엇을 볼지."),
  seek: duration({ max: "30d", description: { en: "Where the run is shown.", ko: "보여 줄 시점." } }),
  playTo: withDefault(
    v.nullable(duration({ max: "30d", description: { en: "Plays up to here.", ko: "여기까지 재생." } })),
    null,
  ),
  lane: withDefault(v.nullable(strategyName("The strategy to look at.", "눈여겨볼 전략.")), null),
});

const why = v.strictObject({
  text: said("What the chain of causes shows.", "원인 사슬이 보여 주는 것."),
  lane: strategyName("The strategy whose run is asked.", "어느 전략의 실행에 묻는지."),
  event: word(EVENT_KINDS, { noun: "event", description: { en: "The event to explain.", ko: "설명할 사건." } }),
  which: word(["first", "last"], {
    default: "first",
    description: { en: "Which of several.", ko: "여럿이면 어느 것." },
  }),
});

const change = v.strictObject({
  ask: said("What to try.", "무엇을 해 볼지."),
  field: text({
    maxLength: 200,
    description: {
      en: "The value to move, by its path: `strategies.rolling.maxSurge`.",
      ko: "움직일 값의 경로: `strategies.rolling.maxSurge`.",
    },
  }),
  values: listOf(written({ en: "A position, as written in the file.", ko: "파일에 쓰는 그대로의 값." }), POSITIONS),
  look: listOf(measureName("What to look at: `strategy.measure`.", "눈여겨볼 값: `전략.측정값`."), LOOKS),
});

const transfer = v.strictObject({
  ask: said("A question about another case.", "다른 상황에 대한 물음."),
  answer: said("Its answer.", "그 답."),
});

/** What a scenario teaches, as the file has it; `readLesson.ts` checks what the words mean. */
export const lessonFile = v.strictObject({
  hook: said("One sentence that makes a person want to know.", "궁금하게 만드는 한 문장."),
  predict: v.strictObject({ ask: said("The question before the run.", "실행 전에 묻는 물음."), answer }),
  watch: withDefault(listOf(scene, SCENES), []),
  reveal: said("What became of the guess.", "예측이 어떻게 되었는지."),
  why: withDefault(v.nullable(why), null),
  change: withDefault(v.nullable(change), null),
  transfer: withDefault(v.nullable(transfer), null),
});

export type LessonFile = v.InferOutput<typeof lessonFile>;

function listOf<T>(item: Schema<T>, { min, max }: { readonly min: number; readonly max: number }): Schema<T[]> {
  return v.pipe(
    v.array(item),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed || (dataset.value.length >= min && dataset.value.length <= max)) return;
      const message = `${dataset.value.length} items`;
      addIssue(issueInfo({ code: "limit-exceeded", message, fix: `give ${min} to ${max}` }));
    }),
  );
}

/** A value whose meaning another field decides: a text, a number, true or false. */
function written(description: { readonly en: string; readonly ko: string }): Schema<FieldValue> {
  return v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue, NEVER }): FieldValue => {
      const { value } = dataset;
      if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
      addIssue(issueInfo({ code: "wrong-type", message: "expected a plain value", fix: "give a text or a number" }));
      return NEVER;
    }),
    withFacet<FieldValue>({
      is: "quantity",
      quantity: "written",
      description,
      json: { type: ["string", "number", "boolean"] },
    }),
  );
}
