import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { adapters } from "../../conformance/adapters/index.ts";
import { conformance } from "../../conformance/command.ts";

const run = (...args: readonly string[]) => conformance(args, adapters);

function directoryOf(files: Readonly<Record<string, unknown>>): string {
  const directory = mkdtempSync(join(tmpdir(), "cases-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), JSON.stringify(content));
  return directory;
}

const rounding = (expectVal: number) => ({
  cases: [{ id: "x/1", input: { input: "25%", total: 10, roundUp: true }, expected: { expectErr: false, expectVal } }],
});

describe("npm run conformance", () => {
  it("ends with the counts and 0 when everything agrees, naming what it has no adapter for", () => {
    const { status, stdout } = run(
      directoryOf({ "intstr_scaled_value.json": rounding(3), "unheard_of.json": { cases: [] } }),
    );
    expect(stdout).toBe("skipped unheard_of.json: no adapter\n1 passed, 0 failed, 1 skipped\n");
    expect(status).toBe(0);
  });

  it("shows what was wanted and what came, and ends with 1", () => {
    const { status, stdout } = run(directoryOf({ "intstr_scaled_value.json": rounding(2) }));
    expect(stdout.split("\n").slice(0, 3)).toEqual([
      "FAILED x/1",
      '  want {"expectErr":false,"expectVal":2}',
      '  got  {"expectErr":false,"expectVal":3}',
    ]);
    expect(status).toBe(1);
  });

  it("gives the whole report as JSON", () => {
    const { stdout } = run(directoryOf({ "intstr_scaled_value.json": rounding(3) }), "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      passed: 1,
      failed: 0,
      files: [{ cases: [{ id: "x/1", verdict: "passed" }] }],
    });
  });

  it("refuses to call nothing a success", () => {
    expect(run()).toMatchObject({ status: 2, stderr: "usage: npm run -s conformance -- DIR [--json]\n" });
    expect(run("no/such/place")).toMatchObject({ status: 2, stderr: "no/such/place is not a directory\n" });
    expect(run(directoryOf({})).status).toBe(2);
  });
});
