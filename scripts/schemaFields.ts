/** As much of JSON Schema as the scenario schema uses. */
export interface JsonNode {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonNode>>;
  readonly required?: readonly string[];
  readonly items?: JsonNode;
  readonly anyOf?: readonly JsonNode[];
  readonly oneOf?: readonly JsonNode[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly description?: string;
}

/** One line of a reference table. */
export interface Field {
  /** `service.capacity.slots`; `[]` stands for each element of a list. */
  readonly path: string;
  readonly kind: string;
  /** What holds when it is left out, as it would be written; `required`; undefined where there is nothing to say. */
  readonly written: string | undefined;
  readonly meaning: string;
}

/** The fields of an object, those of the objects in it in place. */
export function fieldsOf(schema: JsonNode, prefix = ""): readonly Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, node]) => {
    const path = `${prefix}${name}`;
    const inner = withoutNull(node);
    if (inner.properties !== undefined && node.description === undefined) return fieldsOf(inner, `${path}.`);
    const required = schema.required?.includes(name) === true;
    const field = {
      path,
      kind: kindOf(node),
      written: required ? "required" : defaultOf(node),
      meaning: meaningOf(node),
    };
    return [field, ...elementFields(inner, path)];
  });
}

function elementFields(node: JsonNode, path: string): readonly Field[] {
  const lists = [node, ...(node.anyOf ?? [])].filter((choice) => choice.items?.properties !== undefined);
  return lists.flatMap((list) => fieldsOf(list.items as JsonNode, `${path}[].`));
}

function defaultOf(node: JsonNode): string | undefined {
  if (node.default === undefined) return undefined;
  return typeof node.default === "string" ? node.default : JSON.stringify(node.default);
}

function meaningOf(node: JsonNode): string {
  return node.description ?? node.anyOf?.find((choice) => choice.description !== undefined)?.description ?? "";
}

function withoutNull(node: JsonNode): JsonNode {
  const others = node.anyOf?.filter((choice) => choice.type !== "null");
  return others?.length === 1 ? (others[0] as JsonNode) : node;
}

const PATTERNS: readonly (readonly [end: string, words: string])[] = [
  ["(d|h|ms|m|s|us|µs|μs))+$|^0$", "a duration: `90s`, `1m30s`"],
  ["/(s|min|m|h|d)$", "a rate: `500/s`"],
  ["(Ki|Mi|Gi|Ti|k|M|G|T|B)$", "a size: `256Mi`, `45M`"],
  ["^[0-9.]+m?$", "CPU: `250m`, `2`"],
  ["^[0-9.]+%$", "a share: `25%`, `0.25`"],
  ["^[0-9]+%$", "a share: `25%`"],
];

/** What may be written there, in words. */
function kindOf(node: JsonNode): string {
  if (node.enum !== undefined) return node.enum.map((word) => `\`${word}\``).join(", ");
  if (node.const !== undefined) return `\`${node.const}\``;
  const choices = node.anyOf ?? node.oneOf;
  if (choices !== undefined) return kindOfChoices(choices);
  if (node.type === "array") return `a list of: ${kindOf(node.items ?? {})}`;
  if (node.type === "object") return kindOfObject(node);
  if (node.type === "boolean") return "`true`, `false`";
  if (node.type === "integer") return `a whole number${rangeOf(node)}`;
  if (node.type === "number") return `a number${rangeOf(node)}`;
  if (Array.isArray(node.type)) return "whole seconds";
  return PATTERNS.find(([end]) => node.pattern?.endsWith(end))?.[1] ?? "a text";
}

function kindOfChoices(choices: readonly JsonNode[]): string {
  if (choices.some((choice) => lawsOf(choice).includes("lognormal"))) {
    const laws = choices.flatMap(lawsOf).map((law) => `\`${law}\``);
    return `a duration, or a law: ${laws.join(", ")}`;
  }
  if (choices.some((choice) => choice.type === "integer") && choices.some((choice) => choice.pattern === "^[0-9]+%$")) {
    return "a number of pods or a share: `2`, `25%`";
  }
  const named = choices.find((choice) => choice.enum !== undefined);
  if (named !== undefined && choices.some((choice) => choice.oneOf !== undefined)) {
    return `${kindOf(named)}; with parameters \`name: {…}\``;
  }
  const kinds = choices.filter((choice) => choice.type !== "null" && choice.const !== 0).map(kindOf);
  const plain = kinds.filter((kind) => kind !== "a number" && kind !== "a number ≥ 0");
  return [...new Set(plain.length > 0 ? plain : kinds)].join("; or ");
}

function lawsOf(node: JsonNode): readonly string[] {
  return (node.oneOf ?? []).flatMap((choice) => Object.keys(choice.properties ?? {}));
}

function kindOfObject(node: JsonNode): string {
  const names = Object.keys(node.properties ?? {});
  return names.length === 0 ? "an object" : `an object: ${names.map((name) => `\`${name}\``).join(", ")}`;
}

function rangeOf({ minimum, maximum }: JsonNode): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  return minimum === undefined ? "" : ` ≥ ${minimum}`;
}
