import { describe, expect, test } from "vitest";
import { compare } from "../../src/experiment/compare.ts";
import { checkExpectations } from "../../src/experiment/expectations.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { draw, QUESTIONS } from "../../src/web/lessons/quiz/draw.ts";
import { quizName, quizSeed, quizSeedOf } from "../../src/web/lessons/quiz/name.ts";
import { questionText } from "../../src/web/lessons/quiz/question.ts";
import { placesOf, truthOf } from "../../src/web/lessons/truth.ts";

describe("the quiz", () => {
  test("asks the same question for the same seed, and others for others", () => {
    const [first, again, other] = ["7", "7", "11"].map(questionText);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test.each(["1", "2", "6", "spring"])("asks, for seed %s, what has exactly one answer, and claims it", (seed) => {
    const reading = readScenario(questionText(seed));
    expect(reading.problems).toEqual([]);
    if (!reading.ok || reading.value.lesson === null) throw new Error("a question is a lesson");
    const scenario = reading.value;
    const truth = truthOf(reading.value.lesson.predict.answer, compare(scenario));
    if (truth.kind === "choose") expect(truth.option).not.toBeNull();
    else if (truth.kind === "number") expect(truth.value).toBeGreaterThan(0);
    else expect(placesOf(truth.order).filter((place) => place === 1)).toHaveLength(1);
    expect(checkExpectations(scenario).every(({ holds }) => holds)).toBe(true);
    expect(quizSeedOf(scenario.name)).toBe(seed);
  });

  test("comes to every kind of question", () => {
    const kinds = Array.from({ length: 60 }, (_, index) => draw(String(index), 0).kind);
    expect(new Set(kinds)).toEqual(new Set(QUESTIONS));
  });

  test("takes a seed only if it can be part of a name", () => {
    expect([" 42 ", "Spring-1"].map(quizSeed)).toEqual(["42", "spring-1"]);
    expect(["", "-", "a b", "a/b", "../x", "가", "x".repeat(31)].map(quizSeed)).toEqual(Array(7).fill(null));
    expect(quizSeedOf(quizName("42"))).toBe("42");
    expect(["bad-release", "quiz-", "quiz-a b"].map(quizSeedOf)).toEqual([null, null, null]);
  });
});
