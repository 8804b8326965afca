/** As much of JSON Schema as the schema of scenarios uses. */
export interface SchemaNode {
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
}

/** Something that may be written at a place. */
export interface Offer {
  readonly label: string;
  readonly is: "key" | "value";
  readonly description: string;
  /** Its default, as it would be written; empty: none. */
  readonly byDefault: string;
}

/** What the schema says of a place; several nodes where it allows several forms. */
export function schemaAt(root: SchemaNode, path: readonly string[]): readonly SchemaNode[] {
  let nodes = alternatives(root);
  for (const step of path) {
    nodes = nodes.flatMap((node) => {
      const next = step === "[]" ? node.items : node.properties?.[step];
      return next === undefined ? [] : alternatives(next);
    });
  }
  return nodes;
}

/** The keys and the fixed values that may be written there, each once. */
export function offersAt(root: SchemaNode, path: readonly string[], wants: "key" | "value"): readonly Offer[] {
  const offers = new Map<string, Offer>();
  for (const node of schemaAt(root, path)) {
    for (const [label, property] of Object.entries(node.properties ?? {})) {
      const inside = alternatives(property);
      const description = property.description ?? inside.find((one) => one.description)?.description ?? "";
      offers.set(label, { label, is: "key", description, byDefault: printed(property.default) });
    }
    if (wants === "key") continue;
    for (const value of [...(node.enum ?? []), ...(node.const === undefined ? [] : [node.const])])
      offers.set(String(value), {
        label: String(value),
        is: "value",
        description: node.description ?? "",
        byDefault: "",
      });
    if (node.type === "boolean")
      for (const label of ["true", "false"])
        offers.set(label, { label, is: "value", description: node.description ?? "", byDefault: "" });
  }
  return [...offers.values()];
}

function alternatives(node: SchemaNode): readonly SchemaNode[] {
  const inside = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  return [node, ...inside.flatMap(alternatives)];
}

function printed(value: unknown): string {
  return value === undefined || typeof value === "object" ? "" : String(value);
}
