import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compare } from "../../src/experiment/compare.ts";
import { dataWithField } from "../../src/scenario/field.ts";
import { dataOf, readScenario } from "../../src/scenario/read.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { cardsOf } from "../../src/web/lessons/cards.ts";
import { en as glossary } from "../../src/web/lessons/glossary/en.ts";
import { termNamed } from "../../src/web/lessons/glossary/index.ts";
import { readProgress, writeProgress } from "../../src/web/lessons/progress.ts";
import { piecesOf, termsOn } from "../../src/web/lessons/richText.ts";
import { en } from "../../src/web/lessons/texts/en.ts";
import { ko } from "../../src/web/lessons/texts/ko.ts";
import { nearnessOf, placesOf, truthOf } from "../../src/web/lessons/truth.ts";

const FOLDER = join(import.meta.dirname, "../../scenarios/lessons");
const files = readdirSync(FOLDER).filter((file) => file.endsWith(".yaml"));

function scenarioOf(file: string): Scenario {
  const reading = readScenario(readFileSync(join(FOLDER, file), "utf8"));
  if (!reading.ok) throw new Error(`${file}: ${reading.problems[0]?.message}`);
  return reading.value;
}

describe.each(files)("%s", (file) => {
  const scenario = scenarioOf(file);
  const { lesson } = scenario;
  if (lesson === null) throw new Error("a lesson teaches");

  test("goes from the question to the answer, the causes, a knob and another case", () => {
    const kinds = cardsOf(lesson).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind !== "watch")).toEqual(["predict", "reveal", "why", "change", "transfer", "end"]);
    expect(kinds).toContain("watch");
  });

  test("is told in two minutes of reading and playing each", () => {
    const words = (text: string): number => text.split(/\s+/).length;
    const { hook, predict, reveal, why, change, transfer } = lesson;
    const texts = [
      hook,
      predict.ask,
      ...lesson.watch.map(({ text }) => text),
      reveal,
      why?.text,
      change?.ask,
      transfer?.ask,
      transfer?.answer,
    ];
    // 200 words a minute in English.
    expect(texts.reduce((sum, text) => sum + words(text?.en ?? ""), 0)).toBeLessThan(400);
    // Five times as fast as the run.
    const played = lesson.watch.reduce((sum, { seek, playTo }) => sum + (playTo === null ? 0 : playTo - seek), 0);
    expect(played / 1e6 / 5).toBeLessThan(90);
  });

  test("has an answer, and an event whose causes can be shown", () => {
    const comparison = compare(scenario);
    const truth = truthOf(lesson.predict.answer, comparison);
    if (truth.kind === "choose") expect(truth.option).not.toBeNull();
    else if (truth.kind === "number" && lesson.predict.answer.kind === "number") {
      const { from, to } = lesson.predict.answer;
      expect(truth.value).toBeGreaterThan(from);
      expect(truth.value).toBeLessThan(to);
    } else if (truth.kind === "rank" || truth.kind === "lane") {
      const [first, second] = truth.order;
      expect(first?.value).toBeGreaterThan(second?.value ?? Number.POSITIVE_INFINITY);
    }
    const run = comparison.lanes.find(({ strategy }) => strategy === lesson.why?.lane)?.run;
    expect(run?.events.some(({ kind, at }) => kind === lesson.why?.event && at >= run.rollout.submittedAt)).toBe(true);
  });

  test("claims over many seeds what it teaches", () => {
    const sure = scenario.expect.filter(({ seeds, inAtLeast }) => seeds >= 20 && inAtLeast >= 0.95);
    expect(sure.length).toBeGreaterThanOrEqual(3);
  });

  test("names only words that the glossary explains, in both languages the same ones", () => {
    const count = cardsOf(lesson).length;
    const terms = termsOn(lesson, { count, language: "en" });
    expect(termsOn(lesson, { count, language: "ko" })).toEqual(terms);
    for (const term of terms) expect([term, termNamed(term, "ko")]).not.toEqual([term, null]);
  });

  test("can be rehearsed at every position of its knob", () => {
    const { change } = lesson;
    if (change === null) throw new Error("a lesson has a knob");
    const data = dataOf(readFileSync(join(FOLDER, file), "utf8"));
    for (const value of [change.values[0], change.values.at(-1)]) {
      if (value === undefined) continue;
      const changed = dataWithField(data, { field: change.field, value });
      const reading = readScenario(JSON.stringify(changed).replace(/"expect":.*$/s, '"expect":[]}'));
      expect(reading.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    }
  });
});

describe("the texts of lessons", () => {
  test("are words, numbers of the run and words of the glossary", () => {
    expect(piecesOf("No [[ready]] pod for {recreate.zero_ready_s}.")).toEqual([
      { kind: "words", text: "No " },
      { kind: "term", name: "ready" },
      { kind: "words", text: " pod for " },
      { kind: "measure", strategy: "recreate", measure: "zero_ready_s" },
      { kind: "words", text: "." },
    ]);
  });

  test("take a word that only looks like a mark as it is", () => {
    expect(piecesOf("a[0] {} {x} [[a b]]")).toEqual([{ kind: "words", text: "a[0] {} {x} [[a b]]" }]);
  });

  test("have no entry that nobody uses", () => {
    const root = join(import.meta.dirname, "../../src/web/lessons");
    const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.includes("texts/"))
      .map((name) => readFileSync(join(root, name), "utf8"));
    const putTogether = /^(predict|watch|reveal|why|change|transfer|end)\.(title|right|near|other)$/;
    expect(sources.length).toBeGreaterThan(10);
    expect(
      Object.keys(en).filter((key) => !putTogether.test(key) && !sources.some((text) => text.includes(`"${key}"`))),
    ).toEqual([]);
    expect(Object.keys(ko)).toEqual(Object.keys(en));
  });

  test("know no word that no lesson names", () => {
    const named = new Set(
      files.flatMap((file) => {
        const { lesson } = scenarioOf(file);
        return lesson === null ? [] : [...termsOn(lesson, { count: 100, language: "en" })];
      }),
    );
    expect(Object.keys(glossary).filter((name) => !named.has(name))).toEqual([]);
  });

  test("do not take an object's own properties for words", () => {
    expect(termNamed("constructor", "en")).toBeNull();
    expect(termNamed("__proto__", "ko")).toBeNull();
  });
});

describe("a guess", () => {
  const order = [
    { strategy: "recreate", value: 50 },
    { strategy: "rolling", value: 9 },
    { strategy: "blueGreen", value: 9 },
    { strategy: "canary", value: null },
  ];
  const rank = { kind: "rank", by: "bad_requests" } as const;

  test("may put lanes of the same value in either order", () => {
    const truth = { kind: "rank", order } as const;
    const guessed = (...names: string[]) => nearnessOf({ kind: "rank", order: names }, truth, rank);
    expect(guessed("recreate", "rolling", "blueGreen", "canary")).toBe("right");
    expect(guessed("recreate", "blueGreen", "rolling", "canary")).toBe("right");
    expect(guessed("recreate", "canary", "rolling", "blueGreen")).toBe("near");
    expect(guessed("rolling", "recreate", "blueGreen", "canary")).toBe("other");
    expect(placesOf(order)).toEqual([1, 2, 2, 4]);
  });

  test("of a number is right within a step and near within a fifth", () => {
    const prediction = {
      kind: "number",
      of: { strategy: "recreate", measure: "zero_ready_s" },
      from: 0,
      to: 60,
      step: 1,
    } as const;
    const guessed = (value: number) => nearnessOf({ kind: "number", value }, { kind: "number", value: 20 }, prediction);
    expect([19, 21, 23, 25, 60].map(guessed)).toEqual(["right", "right", "near", "other", "other"]);
    expect(nearnessOf({ kind: "number", value: 3 }, { kind: "number", value: null }, prediction)).toBe("other");
  });

  test("of a lane may be any of those that came to the most", () => {
    const truth = {
      kind: "lane",
      order: [
        { strategy: "a", value: 3 },
        { strategy: "b", value: 3 },
        { strategy: "c", value: 1 },
      ],
    } as const;
    const guessed = (strategy: string) =>
      nearnessOf({ kind: "lane", strategy }, truth, { kind: "lane", most: "peak_pods" });
    expect(["a", "b", "c", "d"].map(guessed)).toEqual(["right", "right", "other", "other"]);
  });
});

describe("what was learnt", () => {
  const stored = (text: string | null) => readProgress({ getItem: () => text });

  test("is remembered by name", () => {
    let kept = "";
    writeProgress({ setItem: (_, text) => (kept = text) }, ["lessons/01-recreate-stops"]);
    expect(stored(kept)).toEqual(["lessons/01-recreate-stops"]);
  });

  test.each([
    "",
    "null",
    "{}",
    "[1, null, {}]",
    '["<img src=x>"]',
    '["__proto__"]',
    '["../x"]',
    `["${"a".repeat(5000)}"]`,
    "[[",
  ])("is nothing when something else is stored: %s", (text) => {
    expect(stored(text)).toEqual([]);
  });

  test("costs nothing but memory where the browser stores nothing", () => {
    const closed = () => {
      throw new Error("forbidden");
    };
    expect(readProgress({ getItem: closed })).toEqual([]);
    expect(() => writeProgress({ setItem: closed }, ["a"])).not.toThrow();
  });
});
