import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { argo } from "../../conformance/adapters/argo/index.ts";
import { runDirectory } from "../../conformance/run.ts";

const VECTORS = join(import.meta.dirname, "../../../shared/vectors/argo-rollouts");
const isAbsent = !existsSync(VECTORS);

/** What the product failed, with the numbers of what it passed. */
function verdictOn(folder: string) {
  const { files, passed } = runDirectory(join(VECTORS, folder), argo);
  const cases = files.flatMap((file) => file.cases.map((one) => ({ ...one, file: file.file })));
  return {
    passed,
    failures: cases.filter(({ verdict }) => verdict === "failed").map(({ file, id }) => `${file} ${id}`),
    broken: files.filter(({ verdict }) => verdict === "failed").map(({ file }) => file),
  };
}

describe("what Argo Rollouts itself answered", () => {
  it.skipIf(isAbsent)(`is what its functions answer here (skipped where ${VECTORS} is absent)`, () => {
    const { failures, broken, passed } = verdictOn("generated");
    expect({ failures, broken }).toEqual({ failures: [], broken: [] });
    expect(passed).toBeGreaterThan(5000);
  });

  it.skipIf(isAbsent)("is what its tables of tests say, as far as they concern what is modelled", () => {
    const { failures, broken, passed } = verdictOn("tables");
    expect({ failures, broken }).toEqual({ failures: [], broken: [] });
    expect(passed).toBeGreaterThan(30);
  });

  it.skipIf(isAbsent)("is what its controller does here, second by second", () => {
    const { failures, broken, passed } = verdictOn("traces");
    expect({ failures, broken }).toEqual({ failures: [], broken: [] });
    expect(passed).toBeGreaterThan(180);
  });
});
