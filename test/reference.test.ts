import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../scripts/packages.mjs";
import { referenceText } from "../scripts/referenceText.ts";
import { fieldsOf } from "../scripts/schemaFields.ts";

test("the reference says what the schemas say: after a change of them, npm run reference", () => {
  expect(readFileSync(join(ROOT, "docs/reference.md"), "utf8")).toBe(referenceText());
});

test("a field is told with its place, its kind, what holds without it, and its meaning", () => {
  const list = {
    type: "array",
    items: { type: "object", properties: { b: { type: "boolean", description: "Whether." } }, required: ["b"] },
  };
  const share = {
    anyOf: [
      { type: "string", pattern: "^[0-9.]+%$" },
      { type: "number", minimum: 0 },
    ],
    default: "5%",
  };
  expect(fieldsOf({ properties: { a: { properties: { share } }, list } })).toEqual([
    { path: "a.share", kind: "a share: `25%`, `0.25`", written: "5%", meaning: "" },
    { path: "list", kind: "a list of: an object: `b`", written: undefined, meaning: "" },
    { path: "list[].b", kind: "`true`, `false`", written: "required", meaning: "Whether." },
  ]);
});
