import { describe, expect, test } from "vitest";
import { scenarioJsonSchema } from "../../src/scenario/jsonSchema.ts";
import { offersAt, type SchemaNode, schemaAt } from "../../src/web/editor/schemaOffers.ts";
import { yamlPlaceAt } from "../../src/web/editor/yamlPlace.ts";

const schema = scenarioJsonSchema() as SchemaNode;

/** The place at the bar in the text. */
function placeIn(text: string) {
  const offset = text.indexOf("|");
  return yamlPlaceAt(text.replace("|", ""), offset);
}

describe("a place in a scenario", () => {
  test.each([
    ["ser|", [], "key", "ser"],
    ["service:\n  repl|", ["service"], "key", "repl"],
    ["service:\n  replicas: 3\n  |", ["service"], "key", ""],
    ["service:\n  capacity:\n    slots: 1\n\n    qu|", ["service", "capacity"], "key", "qu"],
    ["monitoring:\n  onAlert: ro|", ["monitoring", "onAlert"], "value", "ro"],
    ["monitoring:\n  onAlert: |", ["monitoring", "onAlert"], "value", ""],
    ["strategies:\n  - rol|", ["strategies", "[]"], "value", "rol"],
    ["strategies:\n- rol|", ["strategies", "[]"], "value", "rol"],
    ["release:\n  faults:\n    - errorShare:\n        sh|", ["release", "faults", "[]", "errorShare"], "key", "sh"],
    ["strategies:\n  - recreate\n  - canary:\n      st|", ["strategies", "[]", "canary"], "key", "st"],
    ["service:\n  replicas: 3\ntraf|", [], "key", "traf"],
  ] as const)("%j is known", (text, path, wants, typed) => {
    expect(placeIn(text)).toMatchObject({ path, wants, typed });
  });
});

describe("what is offered", () => {
  const labels = (text: string) => {
    const { path, wants } = placeIn(text);
    return offersAt(schema, path, wants).map(({ label }) => label);
  };

  test("are the fields of a file, of a section, of a strategy", () => {
    expect(labels("|")).toContain("strategies");
    expect(labels("service:\n  |")).toContain("readinessProbe");
    expect(labels("strategies:\n  - rolling:\n      |")).toEqual(["maxSurge", "maxUnavailable"]);
  });

  test("are the words that a field takes, and the names that a list takes", () => {
    expect(labels("monitoring:\n  onAlert: |")).toContain("rollBack");
    expect(labels("strategies:\n  - |")).toEqual(expect.arrayContaining(["recreate", "canary"]));
    expect(labels("release:\n  faults:\n    - |")).toContain("errorShare");
  });

  test("come with what they mean", () => {
    const replicas = offersAt(schema, ["service"], "key").find(({ label }) => label === "replicas");
    expect(replicas?.description).toMatch(/\w/);
    expect(schemaAt(schema, ["service", "nonsense"])).toEqual([]);
  });
});
