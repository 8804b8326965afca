import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Alert } from "../../src/observe/alert.ts";

/** What each evaluation, ten apart, changes. */
function evaluate(holdFor: number, conditions: readonly boolean[]) {
  const alert = new Alert("rule", holdFor);
  return { alert, changes: conditions.map((holds, index) => alert.evaluate(index * 10, holds)) };
}

describe("an alert", () => {
  it("fires in the first evaluation when it need not hold", () => {
    expect(evaluate(0, [false, true, true, false]).changes).toEqual(["none", "firing", "none", "resolved"]);
  });

  it("fires in the first evaluation in which it has held for long enough", () => {
    expect(evaluate(20, [true, true, true, true]).changes).toEqual(["pending", "none", "firing", "none"]);
    expect(evaluate(15, [true, true, true]).changes).toEqual(["pending", "none", "firing"]);
  });

  it("starts from zero after one evaluation in which it did not hold", () => {
    expect(evaluate(20, [true, true, false, true, true, true]).changes).toEqual([
      "pending",
      "none",
      "dropped",
      "pending",
      "none",
      "firing",
    ]);
  });

  it("remembers its episodes", () => {
    const { alert } = evaluate(10, [true, false, true, true, false]);
    expect(alert.records).toEqual([
      { rule: "rule", pendingAt: 0, firingAt: null, resolvedAt: 10 },
      { rule: "rule", pendingAt: 20, firingAt: 30, resolvedAt: 40 },
    ]);
  });

  it("costs ⌈for / interval⌉ intervals after the first evaluation that holds", () => {
    fc.assert(
      fc.property(fc.nat(200), (holdFor) => {
        const { changes } = evaluate(
          holdFor,
          Array.from({ length: 30 }, () => true),
        );
        expect(changes.indexOf("firing")).toBe(Math.ceil(holdFor / 10));
      }),
    );
  });
});
