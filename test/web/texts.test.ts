import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../src/web/commands.ts";
import { METER_MEASURES } from "../../src/web/lanes/resultColumns.ts";
import { en } from "../../src/web/texts/en.ts";
import { eventText } from "../../src/web/texts/eventText.ts";
import { fill, preferredLanguage, translator } from "../../src/web/texts/index.ts";
import { ko } from "../../src/web/texts/ko.ts";
import { strategyName } from "../../src/web/texts/names.ts";

const ROOT = join(import.meta.dirname, "../../src/web");
const sources = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !/texts\/(en|ko)\.ts$/.test(file))
  .map((file) => readFileSync(join(ROOT, file), "utf8"));

/** Keys that are put together from a prefix and something the model names. */
const PUT_TOGETHER = /^(phase|strategy|folder|outcome|knob|theme|verbosity|trouble|meter|account|fault)\./;

describe("the language tables", () => {
  test("have the same keys", () => {
    expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort());
  });

  test("have the same places for values in both languages", () => {
    const places = (text: string): readonly string[] =>
      [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "").sort();
    for (const key of Object.keys(en) as (keyof typeof en)[])
      expect([key, places(ko[key])]).toEqual([key, places(en[key])]);
  });

  test("leave no text empty and no Korean text in English", () => {
    const same = (Object.keys(en) as (keyof typeof en)[]).filter(
      (key) => ko[key].length === 0 || en[key].length === 0 || !/[가-힣]/.test(ko[key]),
    );
    // What remains is only places, symbols and numbers.
    expect(same.filter((key) => /[a-z]{3}/i.test(ko[key].replace(/\{\w+\}/g, "")))).toEqual([]);
  });

  test("have no key that nobody uses", () => {
    expect(sources.length).toBeGreaterThan(30);
    const unused = Object.keys(en).filter(
      (key) => !PUT_TOGETHER.test(key) && !sources.some((text) => text.includes(`"${key}"`)),
    );
    expect(unused).toEqual([]);
  });

  test("name every command and every meter", () => {
    for (const command of COMMANDS) expect(en).toHaveProperty([command.text]);
    for (const id of METER_MEASURES) expect(en).toHaveProperty([`meter.${id}`]);
  });

  test("put no value before a Korean particle that depends on it", () => {
    for (const text of Object.values(ko)) expect(text).not.toMatch(/\}(을|를|이|가|은|는|와|과|으로|로)(\s|$|[.,])/);
  });
});

const ENGLISH = { t: translator("en"), language: "en" } as const;
const KOREAN = { t: translator("ko"), language: "ko" } as const;

describe("texts", () => {
  test("get their values, and show a place that got none", () => {
    expect(fill("{a} of {b}", { a: 3, b: 4 })).toBe("3 of 4");
    expect(fill("{a} of {b}", { a: 3 })).toBe("3 of {b}");
  });

  test("take a value as it is, not as a pattern", () => {
    expect(fill("<{name}>", { name: "$& {name} <b>" })).toBe("<$& {name} <b>>");
  });

  test("of an event leave out what the event does not say", () => {
    const entry = { id: 0, at: 0, kind: "podScheduled", subject: "web-1", cause: -1 } as const;
    expect(eventText({ ...entry, detail: { node: "n3" } }, ENGLISH)).toBe("pod put on n3: web-1");
    expect(eventText({ ...entry, kind: "trafficShifted", detail: {} }, ENGLISH)).toBe(
      "of the traffic to the new version",
    );
  });

  test("of an event tell shares in percent and the model's words in the reader's", () => {
    const entry = { id: 0, at: 0, subject: "x", cause: -1 } as const;
    expect(eventText({ ...entry, kind: "alertFired", detail: { errorRatio: 0.0225 } }, ENGLISH)).toBe(
      "alert fired: x (2.3%)",
    );
    expect(eventText({ ...entry, kind: "decisionTaken", detail: { decision: "rollBack" } }, KOREAN)).toBe(
      "결정: 되돌리기",
    );
    expect(eventText({ ...entry, kind: "decisionTaken", detail: { decision: "pray" } }, ENGLISH)).toBe(
      "decision: pray",
    );
  });

  test("keep the name of a strategy that the tables do not know", () => {
    expect(strategyName("canary", translator("ko"))).toBe("카나리");
    expect(strategyName("ownWay", translator("en"))).toBe("ownWay");
  });

  test("are Korean for Korean browsers and English for all others", () => {
    expect(preferredLanguage(["ko-KR", "en"])).toBe("ko");
    expect(preferredLanguage(["KO"])).toBe("ko");
    expect(preferredLanguage(["en-US", "ko"])).toBe("en");
    expect(preferredLanguage(["kok"])).toBe("en");
    expect(preferredLanguage([])).toBe("en");
  });
});
