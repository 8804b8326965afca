import { describe, expect, test } from "vitest";
import { canonicalScenario } from "../../src/scenario/canonical.ts";
import { readScenario } from "../../src/scenario/read.ts";

const WORLD = `apiVersion: drydock/v1
name: taught
service: {replicas: 4, preStop: 5s}
strategies: [recreate, rolling: {maxSurge: 1}]
expect: [recreate.zero_ready_s > 1s]
`;

const LESSON = `lesson:
  hook: Why?
  predict:
    ask: How long is there no [[ready]] pod?
    answer: {number: {of: recreate.zero_ready_s, from: 0s, to: 1m, step: 1s}}
  watch:
    - {text: Look., seek: 50s, playTo: 90s, lane: recreate}
  reveal: It was {recreate.zero_ready_s}; it ended as {rolling.result}.
  why: {text: Because., lane: recreate, event: podReady, which: last}
  change: {ask: Move it., field: service.preStop, values: [0s, 5s, 10s], look: [recreate.zero_ready_s]}
  transfer: {ask: And else?, answer: The same.}
`;

function lessonOf(text: string) {
  const reading = readScenario(text);
  if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join("; "));
  return reading.value.lesson;
}

/** Codes and paths of what is wrong with the lesson when `from` in it is written as `to`. */
function wrong(from: string, to: string): readonly (readonly [string, string])[] {
  expect(WORLD + LESSON).toContain(from);
  return readScenario((WORLD + LESSON).replace(from, to)).problems.map(({ code, path }) => [code, path]);
}

describe("a lesson", () => {
  test("is read in the units of what it speaks of", () => {
    const lesson = lessonOf(WORLD + LESSON);
    expect(lesson?.predict.answer).toEqual({
      kind: "number",
      of: { strategy: "recreate", measure: "zero_ready_s" },
      from: 0,
      to: 60,
      step: 1,
    });
    expect(lesson?.watch[0]).toMatchObject({ seek: 50_000_000, playTo: 90_000_000, lane: "recreate" });
    expect(lesson?.change).toMatchObject({ start: 1, look: [{ strategy: "recreate", measure: "zero_ready_s" }] });
  });

  test("is none unless the file has one, and changes nothing in the world it speaks of", () => {
    expect(lessonOf(WORLD)).toBeNull();
    const [bare, taught] = [readScenario(WORLD), readScenario(WORLD + LESSON)];
    if (!bare.ok || !taught.ok) throw new Error("both can be read");
    expect(canonicalScenario(taught.value)).toBe(canonicalScenario(bare.value));
  });

  test.each([
    ["rank: {by: bad_requests}", { kind: "rank", by: "bad_requests" }],
    ["lane: {most: hurt_users}", { kind: "lane", most: "hurt_users" }],
  ])("may ask to %s", (written, answer) => {
    const text = (WORLD + LESSON).replace("number: {of: recreate.zero_ready_s, from: 0s, to: 1m, step: 1s}", written);
    expect(lessonOf(text)?.predict.answer).toEqual(answer);
  });

  test("may offer sentences, each with the claim that makes it right", () => {
    const choose =
      "choose: [{option: Yes., when: rolling.result == completed}, {option: No., when: rolling.result == stalled}]";
    const text = (WORLD + LESSON).replace("number: {of: recreate.zero_ready_s, from: 0s, to: 1m, step: 1s}", choose);
    const answer = lessonOf(text)?.predict.answer;
    expect(answer?.kind === "choose" && answer.options.map(({ when }) => when.right)).toEqual([
      { word: "completed" },
      { word: "stalled" },
    ]);
  });
});

describe("a lesson is refused", () => {
  test.each([
    ["a place that no measure fills", "{rolling.result}", "{rolling.mood}", "unknown-measure", "lesson.reveal.en"],
    ["a place without a strategy", "{rolling.result}", "{mood}", "bad-reference", "lesson.reveal.en"],
    ["a lane that is not rehearsed", "lane: recreate}", "lane: canary}", "unknown-strategy", "lesson.watch[0].lane"],
    ["a scene that ends before it begins", "playTo: 90s", "playTo: 40s", "out-of-range", "lesson.watch[0].playTo"],
    ["a scene after the end of the run", "seek: 50s, playTo: 90s", "seek: 20m", "out-of-range", "lesson.watch[0]"],
    ["a slider without length", "to: 1m", "to: 0s", "out-of-range", "lesson.predict.answer.number"],
    ["a slider in another unit", "to: 1m", "to: 40%", "not-a-duration", "lesson.predict.answer.number.to"],
    ["an event that there is not", "event: podReady", "event: podRedy", "unknown-event", "lesson.why.event"],
    [
      "a knob that leads nowhere",
      "field: service.preStop",
      "field: strategies.canary.steps",
      "unknown-field",
      "lesson.change.values[0]",
    ],
    [
      "a position that the file may not have",
      "values: [0s, 5s",
      "values: [often, 5s",
      "not-a-duration",
      "lesson.change.values[0]",
    ],
    [
      "a knob that does not begin where the file is",
      "[0s, 5s, 10s]",
      "[0s, 10s]",
      "lesson-without-start",
      "lesson.change.values",
    ],
    [
      "a lesson that nothing keeps true",
      "expect: [recreate.zero_ready_s > 1s]\n",
      "",
      "lesson-without-claims",
      "expect",
    ],
  ])("with %s", (_, from, to, code, path) => {
    expect(wrong(from, to)).toContainEqual([code, path]);
  });
});
