import { describe, expect, test } from "vitest";
import { judge } from "../../src/rollout/controllers/argo/analysis/condition.ts";

describe("a condition on a measured value", () => {
  test("fails when both hold, and is inconclusive when neither does", () => {
    const both = { successCondition: "result >= 0.95", failureCondition: "result < 0.8" };
    expect(judge(both, 0.99)).toBe("Successful");
    expect(judge(both, 0.85)).toBe("Inconclusive");
    expect(judge(both, 0.5)).toBe("Failed");
    expect(judge({ successCondition: "true", failureCondition: "true" }, 1)).toBe("Failed");
  });

  test.each([
    ["result[0] >= 0.95", [0.99]],
    ["len(result) == 0 || result[0] < 0.95", []],
    ["isNaN(result[0]) or result[0] > 0.95", [Number.NaN]],
    ["result.requests.errors / result.requests.total < 0.05", { requests: { errors: 2, total: 100 } }],
    ["asFloat(result) == 200", "200"],
  ])("%s is answered", (successCondition, value) => {
    expect(judge({ successCondition }, value)).toBe("Successful");
  });

  test.each([
    ["result >= 0.95", [0.99]],
    ["result == nil or result > ", null],
    ["asInt(result) == 1", "1.5"],
    ["constructor", 1],
    [`${"(".repeat(5000)}1`, 1],
    [`${"(".repeat(1000)}1`, 1],
  ])("%s is an error where it does not fit", (successCondition, value) => {
    expect(judge({ successCondition }, value)).toBe("Error");
  });
});
