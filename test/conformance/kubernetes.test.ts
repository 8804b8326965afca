import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { adapters } from "../../conformance/adapters/index.ts";
import { runDirectory } from "../../conformance/run.ts";

const VECTORS = join(import.meta.dirname, "../../../shared/vectors/kubernetes");

describe("the tables of upstream's own tests", () => {
  it.skipIf(!existsSync(VECTORS))(`are what the product does (skipped where ${VECTORS} is absent)`, () => {
    const { files, passed } = runDirectory(VECTORS, adapters);
    const failures = files.flatMap(({ cases }) => cases.filter(({ verdict }) => verdict === "failed"));
    expect(failures).toEqual([]);
    expect(files.filter(({ verdict }) => verdict === "failed")).toEqual([]);
    expect(passed).toBeGreaterThan(500);
  });
});
