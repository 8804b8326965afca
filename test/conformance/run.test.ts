import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { adapter, UNSUPPORTED } from "../../conformance/adapter.ts";
import { equal } from "../../conformance/compare.ts";
import { runDirectory } from "../../conformance/run.ts";

const doubling = adapter<{ x: number }>({
  file: "doubling",
  run: ({ x }) => (x === 3 ? UNSUPPORTED : { twice: 2 * x }),
});

function directoryOf(files: Readonly<Record<string, unknown>>): string {
  const directory = mkdtempSync(join(tmpdir(), "cases-"));
  mkdirSync(join(directory, "inner"));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(directory, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  return directory;
}

const caseOf = (id: string, x: number, twice: number) => ({ id, input: { x }, expected: { twice } });

describe("a run over a directory of cases", () => {
  it("counts what agrees, what does not, and what is not modelled", () => {
    const directory = directoryOf({
      "doubling.json": { cases: [caseOf("a", 1, 2), caseOf("b", 2, 5), caseOf("c", 3, 6)] },
    });
    const report = runDirectory(directory, [doubling]);
    expect(report).toMatchObject({ passed: 1, failed: 1, skipped: 1 });
    expect(report.files[0]?.cases[1]).toEqual({ id: "b", verdict: "failed", want: { twice: 5 }, got: { twice: 4 } });
  });

  it("names a file it has no adapter for and counts it as one skipped", () => {
    const report = runDirectory(directoryOf({ "other.json": { cases: [caseOf("a", 1, 2)] } }), [doubling]);
    expect(report).toMatchObject({ passed: 0, failed: 0, skipped: 1 });
    expect(report.files[0]).toMatchObject({ file: "other.json", verdict: "skipped", reason: "no adapter" });
  });

  it("goes into folders and leaves alone what is not JSON", () => {
    const directory = directoryOf({ "README.md": "not a case", "inner/doubling.json": { cases: [caseOf("a", 1, 2)] } });
    expect(runDirectory(directory, [doubling]).files.map(({ file }) => file)).toEqual(["inner/doubling.json"]);
  });

  it("fails a file that cannot be read or holds no cases, instead of passing it by", () => {
    expect(runDirectory(directoryOf({ "doubling.json": "{" }), [doubling]).failed).toBe(1);
    expect(runDirectory(directoryOf({ "doubling.json": { cases: [] } }), [doubling]).failed).toBe(1);
    expect(runDirectory(directoryOf({ "doubling.json": { rows: [] } }), [doubling]).failed).toBe(1);
  });

  it("reports what an adapter throws as a failure of the case", () => {
    const broken = adapter({
      file: "doubling",
      run: () => {
        throw new Error("out of range");
      },
    });
    const report = runDirectory(directoryOf({ "doubling.json": { cases: [caseOf("a", 1, 2)] } }), [broken]);
    expect(report.files[0]?.cases[0]).toMatchObject({ verdict: "failed", error: "out of range" });
  });
});

describe("comparing", () => {
  it("demands every field unless the file tells only some", () => {
    expect(equal({ a: 1 }, { a: 1, b: 2 }, "exactly")).toBe(false);
    expect(equal({ a: 1 }, { a: 1, b: 2 }, "as told")).toBe(true);
    expect(equal({ a: 1, b: 2 }, { a: 1 }, "as told")).toBe(false);
  });

  it("tells null from a missing field, and the order of a list matters", () => {
    expect(equal({ a: null }, {}, "exactly")).toBe(false);
    expect(equal([1, 2], [2, 1], "exactly")).toBe(false);
    expect(equal([1, 2], [1, 2, 3], "as told")).toBe(false);
    expect(equal({ a: 1 }, { a: 1.25 }, { within: 0.25 })).toBe(true);
    expect(equal({ a: 1 }, { a: 1.3 }, { within: 0.25 })).toBe(false);
    expect(equal({ a: 1 }, { a: Number.NaN }, { within: 0.25 })).toBe(false);
  });
});
