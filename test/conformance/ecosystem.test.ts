import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ecosystem } from "../../conformance/adapters/ecosystem/index.ts";
import { runDirectory } from "../../conformance/run.ts";

const VECTORS = join(import.meta.dirname, "../../../shared/vectors/ecosystem");

describe("what the products around Kubernetes do by their own tables", () => {
  it.skipIf(!existsSync(VECTORS))(`is what the product does (skipped where ${VECTORS} is absent)`, () => {
    const { files, passed } = runDirectory(VECTORS, ecosystem);
    const failures = files.flatMap(({ file, cases }) =>
      cases.filter(({ verdict }) => verdict === "failed").map(({ id }) => `${file} ${id}`),
    );
    expect(failures).toEqual([]);
    expect(files.filter(({ verdict }) => verdict === "failed")).toEqual([]);
    expect(passed).toBeGreaterThan(700);
  });
});
