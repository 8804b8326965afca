import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readScenario } from "../../src/scenario/read.ts";

const FOLDER = join(import.meta.dirname, "../../scenarios");
const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".yaml"))
  .sort();

test("there is a scenario file for each of at least eight things to see", () => {
  expect(files.length).toBeGreaterThanOrEqual(8);
});

/** Files that show what the product warns of. */
const WARNED: Readonly<Record<string, readonly string[]>> = {
  "kubernetes/07-hook-eats-the-grace.yaml": ["grace-too-short"],
};

describe.each(files)("%s", (file) => {
  const reading = readScenario(readFileSync(join(FOLDER, file), "utf8"));
  const scenario = reading.ok ? reading.value : undefined;

  test("is read without a word, but for what it shows", () => {
    expect(reading.problems.map(({ code }) => code)).toEqual(WARNED[file] ?? []);
  });

  test("is called as its file", () => {
    expect(`${scenario?.name}.yaml`).toBe(basename(file));
  });

  test("says what it shows in both languages", () => {
    expect(scenario?.shows.en).toMatch(/[a-z].*\.$/);
    expect(scenario?.shows.ko).toMatch(/[가-힣].*\.$/);
    expect(scenario?.title.ko).toMatch(/[가-힣]/);
  });

  test("makes claims that can fail", () => {
    expect(scenario?.expect.length).toBeGreaterThan(0);
  });
});
