import type * as v from "valibot";
import { assert } from "../kernel/assert.ts";
import { facetOf, type JsonSchema, unwrapped } from "../quantity/facet.ts";
import { scenarioFile } from "./file/scenario.ts";
import { REGISTRY } from "./registered.ts";
import type { Registry } from "./registry.ts";

/**
 * JSON Schema (draft 2020-12) of scenario files, from the schemas that read them, for completion in editors. Numbers
 * without unit and the like are caught here too; what spans several fields only by reading.
 */
export function scenarioJsonSchema(registry: Registry = REGISTRY): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Drydock scenario (drydock/v1)",
    ...toJson(scenarioFile(registry)),
  };
}

/** JSON Schema of any schema composed as ours are. Meets a kind it does not know with an assertion: a mistake of ours. */
export function toJson(schema: v.GenericSchema): JsonSchema {
  const written = defaultOf(schema);
  const nullable = isNullable(schema);
  const inner = bare(unwrapped(schema));
  const json = nullable ? { anyOf: [inner, { type: "null" }] } : inner;
  return written === undefined ? json : { ...json, default: written };
}

function defaultOf(schema: v.GenericSchema): unknown {
  return schema.type === "optional" && "default" in schema ? schema.default : undefined;
}

function isNullable(schema: v.GenericSchema): boolean {
  if (schema.type === "nullable" || schema.type === "nullish") return true;
  return schema.type === "optional" && "wrapped" in schema && isNullable(schema.wrapped as v.GenericSchema);
}

function bare(schema: v.GenericSchema): JsonSchema {
  const facet = facetOf(schema);
  if (facet?.is === "quantity") return { ...facet.json, description: facet.description.en };
  if (facet?.is === "oneKeyOf")
    return { oneOf: Object.entries(facet.choices).map(([key, value]) => single(key, toJson(value))) };
  if (facet?.is === "byShape") {
    const alternatives = Object.values(facet.shapes as Readonly<Record<string, v.GenericSchema>>).map(toJson);
    return { anyOf: alternatives, description: facet.description.en };
  }
  return plain(schema);
}

function single(key: string, value: JsonSchema): JsonSchema {
  return { type: "object", properties: { [key]: value }, required: [key], additionalProperties: false };
}

/** The kinds of valibot's own that our schemas use. */
function plain(schema: v.GenericSchema): JsonSchema {
  const parts = schema as v.GenericSchema & Readonly<Record<string, unknown>>;
  switch (schema.type) {
    case "strict_object":
      return objectOf(parts.entries as Readonly<Record<string, v.GenericSchema>>);
    case "record":
      return { type: "object", additionalProperties: toJson(parts.value as v.GenericSchema) };
    case "array":
      return { type: "array", items: toJson(parts.item as v.GenericSchema) };
    case "picklist":
      return { enum: parts.options };
    case "literal":
      return { const: parts.literal };
    case "union":
      return { anyOf: (parts.options as readonly v.GenericSchema[]).map(toJson) };
    case "string":
    case "number":
    case "boolean":
    case "null":
      return { type: schema.type };
    default:
      assert(schema.type === "unknown", `no JSON Schema for ${schema.type}`);
      return {};
  }
}

function objectOf(entries: Readonly<Record<string, v.GenericSchema>>): JsonSchema {
  const properties = Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, toJson(value)]));
  const required = Object.entries(entries)
    .filter(([, value]) => value.type !== "optional" && value.type !== "nullish")
    .map(([key]) => key);
  return { type: "object", properties, ...(required.length > 0 ? { required } : {}), additionalProperties: false };
}
