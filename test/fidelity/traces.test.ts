import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fidelity } from "../../fidelity/command.ts";
import { compareTrace } from "../../fidelity/compare.ts";
import { isTrace, type Trace } from "../../fidelity/trace.ts";

const TRACES = join(import.meta.dirname, "../../../shared/vectors/argo-rollouts/traces");
const isAbsent = !existsSync(TRACES);

function traceNamed(name: string): Trace {
  const content: unknown = JSON.parse(readFileSync(join(TRACES, `${name}.json`), "utf8"));
  if (!isTrace(content)) throw new Error(`${name} is no trace`);
  return content;
}

describe.skipIf(isAbsent)(`recorded runs of Argo Rollouts (skipped where ${TRACES} is absent)`, () => {
  test("are what its controllers do here, second by second and in every field", () => {
    const { status, stdout } = fidelity([TRACES]);
    expect(stdout.split("\n").filter((line) => !line.startsWith("equal"))).toEqual([
      `${readdirSync(TRACES).length} passed, 0 failed, 0 skipped`,
      "",
    ]);
    expect(status).toBe(0);
  });

  test("differ in the first second that tells something else, and in the field that does", () => {
    const trace = traceNamed("basic-with-services");
    const index = 2;
    const timeline = trace.timeline.map((state, i) => (i >= index ? { ...state, message: "all is well" } : state));
    const verdict = compareTrace({ ...trace, timeline });
    if (verdict.kind !== "differs") throw new Error(`it is ${verdict.kind}`);
    expect(verdict.differences).toEqual([
      { t: trace.timeline[index]?.t, field: "message", want: "all is well", got: trace.timeline[index]?.message },
    ]);
  });

  test("differ when a measurement is missing", () => {
    const trace = traceNamed("an-step-fail");
    const [first, ...rest] = trace.measurements ?? [];
    const verdict = compareTrace({ ...trace, measurements: rest });
    expect(verdict).toMatchObject({ kind: "differs", differences: [{ t: first?.t, field: "measurements", want: [] }] });
  });

  test("are skipped with a reason when they use what is not rehearsed", () => {
    const trace = traceNamed("basic-with-services");
    const actions = [...trace.scenario.actions, { at: 30, do: "restart" }];
    expect(compareTrace({ ...trace, scenario: { ...trace.scenario, actions } })).toMatchObject({
      kind: "skipped",
      reason: expect.stringContaining("restart"),
    });
  });
});

test("a folder that is not there is refused", () => {
  expect(fidelity(["no/such/folder"])).toMatchObject({ status: 2, stdout: "" });
});
