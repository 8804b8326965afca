import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { JsonSchema } from "../../src/quantity/facet.ts";
import { scenarioJsonSchema } from "../../src/scenario/jsonSchema.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { REGISTRY } from "../../src/scenario/registered.ts";

const schema = scenarioJsonSchema();

/** The keywords that our schema uses; meeting another one is a failure, so that none is silently not checked. */
const CHECKS: Readonly<Record<string, (wanted: never, value: unknown, whole: JsonSchema) => boolean>> = {
  type: (types: string | string[], value) => [types].flat().some((type) => isOfType(type, value)),
  const: (wanted: unknown, value) => wanted === value,
  enum: (words: unknown[], value) => words.includes(value),
  anyOf: (schemas: JsonSchema[], value) => schemas.some((each) => accepts(each, value)),
  oneOf: (schemas: JsonSchema[], value) => schemas.filter((each) => accepts(each, value)).length === 1,
  items: (item: JsonSchema, value) => !Array.isArray(value) || value.every((each) => accepts(item, each)),
  properties: (properties: Record<string, JsonSchema>, value) =>
    !isObject(value) ||
    Object.entries(value).every(
      ([key, each]) => !Object.hasOwn(properties, key) || accepts(properties[key] ?? {}, each),
    ),
  required: (keys: string[], value) => !isObject(value) || keys.every((key) => Object.hasOwn(value, key)),
  additionalProperties: (_: false, value, whole) =>
    !isObject(value) || Object.keys(value).every((key) => Object.hasOwn(whole.properties as object, key)),
  pattern: (pattern: string, value) => typeof value !== "string" || new RegExp(pattern, "u").test(value),
  minimum: (low: number, value) => typeof value !== "number" || value >= low,
  maximum: (high: number, value) => typeof value !== "number" || value <= high,
  minLength: (low: number, value) => typeof value !== "string" || value.length >= low,
  maxLength: (high: number, value) => typeof value !== "string" || value.length <= high,
};
const ANNOTATIONS = ["$schema", "title", "description", "default"];

function accepts(json: JsonSchema, value: unknown): boolean {
  return Object.entries(json).every(([keyword, wanted]) => {
    if (ANNOTATIONS.includes(keyword)) return true;
    const check = CHECKS[keyword];
    if (check === undefined) throw new Error(`keyword ${keyword}`);
    return check(wanted as never, value, json);
  });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOfType(type: string, value: unknown): boolean {
  if (type === "object") return isObject(value);
  if (type === "array") return Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  return type === "null" ? value === null : typeof value === type;
}

describe("the JSON Schema of scenario files", () => {
  const folder = join(import.meta.dirname, "../../scenarios");

  test.each(readdirSync(folder).filter((file) => file.endsWith(".yaml")))("accepts %s", (file) => {
    expect(accepts(schema, parse(readFileSync(join(folder, file), "utf8")))).toBe(true);
  });

  test.each([
    ["an unknown field", { apiVersion: "drydock/v1", name: "web", servce: {} }],
    ["a missing name", { apiVersion: "drydock/v1" }],
    ["a duration without unit", { apiVersion: "drydock/v1", name: "web", duration: "15" }],
    ["an unknown strategy", { apiVersion: "drydock/v1", name: "web", strategies: ["canari"] }],
    [
      "an unknown parameter of a strategy",
      { apiVersion: "drydock/v1", name: "web", strategies: [{ rolling: { maxSurg: 1 } }] },
    ],
    ["a replica too many", { apiVersion: "drydock/v1", name: "web", service: { replicas: 10_001 } }],
  ])("refuses %s, as the reader does", (_, file) => {
    expect(accepts(schema, file)).toBe(false);
    expect(readScenario(JSON.stringify(file)).ok).toBe(false);
  });

  test("names every strategy and every fault", () => {
    const text = JSON.stringify(schema);
    for (const { name } of [...REGISTRY.strategies, ...REGISTRY.faults]) expect(text).toContain(`"${name}"`);
  });

  test("has a default that it accepts itself, wherever it has one", () => {
    let defaults = 0;
    JSON.stringify(schema, (_, value: unknown) => {
      if (!isObject(value) || !("default" in value) || !("anyOf" in value || "type" in value || "enum" in value))
        return value;
      defaults++;
      const json = value as JsonSchema;
      expect(accepts(json, json.default), JSON.stringify(json.default)).toBe(true);
      return value;
    });
    expect(defaults).toBeGreaterThan(50);
  });

  test("never refuses what the reader accepts", () => {
    const file = fc.record(
      {
        apiVersion: fc.constant("drydock/v1"),
        name: fc.constantFrom("web", "Web"),
        duration: fc.constantFrom("15m", "1h30m", "2.5h", 900),
        service: fc.record(
          {
            replicas: fc.constantFrom(1, 10, "3", 0),
            boot: fc.constantFrom(
              "8s",
              { lognormal: { mean: "8s", sigma: 1 } },
              { empirical: ["1s"] },
              { lognormal: {} },
            ),
            readinessProbe: fc.constantFrom(null, {}, { periodSeconds: 5 }, { periodSeconds: "5s" }, { period: 5 }),
            resources: fc.constantFrom({ cpu: 0.5 }, { cpu: "500m", memory: "1Gi" }, { memory: 5 }),
          },
          { requiredKeys: [] },
        ),
        traffic: fc.record(
          {
            rate: fc.constantFrom(
              "500/s",
              "30/min",
              [{ rate: "5/s" }],
              [
                { from: "0s", rate: "5/s" },
                { from: "1m", rate: "6/s" },
              ],
              5,
            ),
            activity: fc.constantFrom("zipf", "uniform", { zipf: 1.2 }, { zipf: 3 }),
          },
          { requiredKeys: [] },
        ),
        strategies: fc.constantFrom(
          ["rolling"],
          [{ rolling: { maxSurge: "10%" } }],
          [{ canary: null }],
          [{ rolling: {}, canary: {} }],
          [],
        ),
        seed: fc.constantFrom(1, "a", 1.5),
      },
      { requiredKeys: ["apiVersion", "name"] },
    );
    fc.assert(
      fc.property(file, (given) => {
        if (readScenario(JSON.stringify(given)).ok) expect(accepts(schema, given), JSON.stringify(given)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
