import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../scripts/packages.mjs";
import { referenceText } from "../scripts/referenceText.ts";
import { fieldsOf } from "../scripts/schemaFields.ts";
import { apiTimeline } from "../src/experiment/apiTimeline.ts";
import { checkExpectations } from "../src/experiment/expectations.ts";
import { explain, type Question } from "../src/experiment/explain.ts";
import { apiTimelineJson } from "../src/report/apiTimelineJson.ts";
import { explanationJson } from "../src/report/explanationJson.ts";
import { jsonResult } from "../src/report/json/result.ts";
import { readScenario } from "../src/scenario/read.ts";
import { comparison, lane } from "./report/fixture.ts";

const PAGES = [
  "README.md",
  "docs/pull-requests.md",
  "docs/scenario.md",
  "docs/json.md",
  "docs/reference.md",
  "docs/add-a-fault.md",
];

function pageText(page: string): string {
  return readFileSync(join(ROOT, page), "utf8");
}

/** The YAML examples of a page; those that show a part only, made whole. */
function examplesIn(page: string): readonly string[] {
  const blocks = [...pageText(page).matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map((block) => block[1] ?? "");
  return blocks.map((block) =>
    block.startsWith("apiVersion") ? block : `apiVersion: drydock/v1\nname: part\n${block}`,
  );
}

describe("what the pages show", () => {
  test.each(["README.md", "docs/scenario.md"])("is read without a complaint: the scenarios of %s", (page) => {
    const examples = examplesIn(page);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(readScenario(example)).toMatchObject({ ok: true, problems: [] });
  });

  test("holds: the claims of the first example", () => {
    const reading = readScenario(examplesIn("README.md")[0] ?? "");
    const results = reading.ok ? checkExpectations(reading.value) : [];
    expect(results.map(({ expectation, holds }) => [expectation.text, holds])).toEqual([
      ["canary.hurt_users < rolling.hurt_users", true],
      ["rolling.zero_ready_s == 0s", true],
    ]);
  });

  test("holds: the claims of the scenario for pull requests", () => {
    const reading = readScenario(examplesIn("docs/pull-requests.md")[0] ?? "");
    const results = reading.ok ? checkExpectations(reading.value) : [];
    expect(results.map(({ holds }) => holds)).toEqual([true, true]);
  });

  test.each(PAGES)("is there: the files that %s links to", (page) => {
    const links = [...pageText(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map((link) => link[1] ?? "");
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(page), link)))).toEqual([]);
  });

  test("is complete: every field of the JSON is explained", () => {
    const result = jsonResult(comparison([lane("rolling", { intervals: {} })]), { engineVersion: "1", manifest: [] });
    const { rolling } = result.strategies;
    const fields = [result, rolling, rolling?.series, rolling?.monitoring, rolling?.window].flatMap((part) =>
      Object.keys(part ?? {}),
    );
    expect(fields.length).toBeGreaterThan(20);
    const page = pageText("docs/json.md");
    expect(fields.filter((field) => !page.includes(`\`${field}`) && !page.includes(`${field}\``))).toEqual([]);
  });
});

describe("the other documents", () => {
  const text = pageText("docs/json.md");
  const reading = readScenario(examplesIn("README.md")[0] ?? "");
  if (!reading.ok) throw new Error("the first example is a scenario");
  const [strategy] = reading.value.strategies;
  if (strategy === undefined) throw new Error("the first example has strategies");
  const timeline = apiTimeline(reading.value, strategy);
  const { run } = timeline;

  /** Names of fields, but for those that are names of versions, states or facts. */
  function fieldNames(value: unknown): readonly string[] {
    if (Array.isArray(value)) return value.flatMap(fieldNames);
    if (typeof value !== "object" || value === null) return [];
    const isNamed = ([key]: [string, unknown]) => !["detail", "pods"].includes(key);
    return Object.entries(value)
      .filter(isNamed)
      .flatMap(([key, inner]) => [key, ...fieldNames(inner)]);
  }

  const questions: readonly Question[] = [
    { about: "event", id: run.events.length - 1 },
    { about: "pod", pod: run.pods[0]?.name ?? "" },
    { about: "request", index: "worst" },
    { about: "moment", at: run.rollout.submittedAt },
  ];
  const explanations = questions.map((question): readonly [string, unknown] => {
    const answer = explain(run, question);
    if (answer.about === "nothing") throw new Error(`${question.about} is in the run`);
    return [question.about, explanationJson(run, answer, { engineVersion: "1", language: "en" })];
  });

  test.each<readonly [string, unknown]>([
    ["timeline", apiTimelineJson(timeline, { engineVersion: "1" })],
    ...explanations,
  ])("are complete: every field of a %s is explained", (_about, document) => {
    const fields = [...new Set(fieldNames(document))];
    expect(fields.length).toBeGreaterThan(10);
    expect(fields.filter((field) => !new RegExp(`\`(\\w+\\.)?${field}\``).test(text))).toEqual([]);
  });
});

test("the reference says what the schemas say: after a change of them, npm run reference", () => {
  expect(readFileSync(join(ROOT, "docs/reference.md"), "utf8")).toBe(referenceText());
});

test("a field is told with its place, its kind, what holds without it, and its meaning", () => {
  const list = {
    type: "array",
    items: { type: "object", properties: { b: { type: "boolean", description: "Whether." } }, required: ["b"] },
  };
  const share = {
    anyOf: [
      { type: "string", pattern: "^[0-9.]+%$" },
      { type: "number", minimum: 0 },
    ],
    default: "5%",
  };
  expect(fieldsOf({ properties: { a: { properties: { share } }, list } })).toEqual([
    { path: "a.share", kind: "a share: `25%`, `0.25`", written: "5%", meaning: "" },
    { path: "list", kind: "a list of: an object: `b`", written: undefined, meaning: "" },
    { path: "list[].b", kind: "`true`, `false`", written: "required", meaning: "Whether." },
  ]);
});
