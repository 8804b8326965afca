import { describe, expect, test } from "vitest";
import { EVENT_KINDS } from "../../src/record/events.ts";
import { en as events } from "../../src/report/texts/events/en.ts";
import { ko as eventsInKorean } from "../../src/report/texts/events/ko.ts";
import { eventText } from "../../src/report/texts/eventText.ts";
import { en as explanations } from "../../src/report/texts/explanation/en.ts";
import { ko as explanationsInKorean } from "../../src/report/texts/explanation/ko.ts";

type Table = Readonly<Record<string, string>>;
const TABLES: readonly (readonly [name: string, english: Table, korean: Table])[] = [
  ["events", events, eventsInKorean],
  ["explanations", explanations, explanationsInKorean],
];
const places = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "").sort();

describe.each(TABLES)("the tables of %s", (_name, english, korean) => {
  test("have the same keys, and the same places for values, in both languages", () => {
    expect(Object.keys(english).length).toBeGreaterThan(10);
    expect(Object.keys(korean).sort()).toEqual(Object.keys(english).sort());
    for (const key of Object.keys(english))
      expect([key, places(korean[key] ?? "")]).toEqual([key, places(english[key] ?? "")]);
  });

  test("speak Korean in Korean and English in English", () => {
    for (const [key, text] of Object.entries(english)) expect([key, /[가-힣]/.test(text)]).toEqual([key, false]);
    const words = Object.entries(korean).filter(([, text]) => /[a-z]{3}/i.test(text.replace(/\{\w+\}/g, "")));
    expect(words.filter(([, text]) => !/[가-힣]/.test(text))).toEqual([]);
  });

  test("put no value before a Korean particle that depends on it", () => {
    for (const text of Object.values(korean))
      expect(text).not.toMatch(/\}(을|를|이|가|은|는|와|과|으로|로)(\s|$|[.,])/);
  });
});

test("every event has a text", () => {
  for (const kind of EVENT_KINDS) expect(events).toHaveProperty([`event.${kind}`]);
});

test("a text shows what a subject says as it is, braces and all", () => {
  const entry = {
    id: 0,
    at: 0,
    kind: "podScheduled",
    subject: "web: {node} (1)",
    cause: -1,
    detail: { node: "n3" },
  } as const;
  expect(eventText(entry, { language: "en", share: String })).toBe("pod put on n3: web: {node} (1)");
});
