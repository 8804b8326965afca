import { describe, expect, test } from "vitest";
import { dataWithField, fieldValue, withField } from "../../src/scenario/field.ts";
import { dataOf } from "../../src/scenario/read.ts";

const TEXT = `# A service.
name: shop # of ours
service:
  preStop: 5s # as long as the proxies need
strategies:
  - recreate
  - rolling: {maxSurge: 1, maxUnavailable: 0}
  - canary:
      steps: [{weight: 5%, pause: 2m}, {weight: 50%}]
`;

describe("setting one value of a file", () => {
  test.each([
    ["service.preStop", "8s"],
    ["service.boot.lognormal.median", "20s"],
    ["strategies.rolling.maxSurge", 3],
    ["strategies.recreate.nothing", 1],
    ["strategies.canary.steps.0.weight", "25%"],
    ["traffic.rate", "50/s"],
  ])("%s gives in the text what it gives in the data", (field, value) => {
    const text = withField(TEXT, { field, value });
    expect(dataOf(text)).toEqual(dataWithField(dataOf(TEXT), { field, value }));
    expect(fieldValue(dataOf(text), field)).toBe(value);
  });

  test("leaves the comments and all other values alone", () => {
    const text = withField(TEXT, { field: "service.preStop", value: "8s" });
    expect(text).toBe(TEXT.replace("5s #", "8s #"));
  });

  test("gives an element without parameters those that are set", () => {
    expect(withField(TEXT, { field: "strategies.recreate.pause", value: "1s" })).toContain("- {recreate: {pause: 1s}}");
  });

  test.each(["strategies.bigBang.x", "strategies.7", "strategies..x", "name..", Array(20).fill("a").join(".")])(
    "lets a path that leads nowhere change nothing: %s",
    (field) => {
      expect(withField(TEXT, { field, value: 1 })).toBe(TEXT);
      expect(dataWithField(dataOf(TEXT), { field, value: 1 })).toBeNull();
    },
  );

  test("does not reach an object's prototype", () => {
    dataWithField(dataOf(TEXT), { field: "__proto__.polluted", value: "yes" });
    withField(TEXT, { field: "__proto__.polluted", value: "yes" });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test("knows a value that is not written as none", () => {
    expect(fieldValue(dataOf(TEXT), "service.boot")).toBeUndefined();
    expect(fieldValue(dataOf(TEXT), "strategies.rolling.maxSurge")).toBe(1);
  });
});
