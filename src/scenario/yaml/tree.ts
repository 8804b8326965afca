/** Where a value starts in the text: 1-based line, and column in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A document as it was written: plain data with places, with nothing executed, merged or guessed. */
export type Tree = Plain | List | Mapping;

export interface Plain {
  readonly kind: "plain";
  readonly value: string | number | boolean | null;
  /** As written, quotes not included. */
  readonly source: string;
  readonly quoted: boolean;
  readonly place: Place;
}

export interface List {
  readonly kind: "list";
  readonly items: readonly Tree[];
  readonly place: Place;
}

export interface Mapping {
  readonly kind: "mapping";
  /** In the order of the text. A Map: no key can reach an object's prototype. */
  readonly fields: ReadonlyMap<string, Field>;
  readonly place: Place;
}

export interface Field {
  readonly place: Place;
  readonly value: Tree;
}

/** A mapping's field by name; undefined when it is absent or `tree` is no mapping. */
export function fieldOf(tree: Tree | undefined, name: string): Tree | undefined {
  return tree?.kind === "mapping" ? tree.fields.get(name)?.value : undefined;
}

/** Follows a path of field names and list positions as far as it leads, and tells where that is. */
export function placeAt(tree: Tree, path: readonly (string | number)[]): Place {
  let at: Tree = tree;
  let place = tree.place;
  for (const step of path) {
    if (at.kind === "list" && typeof step === "number") {
      const item = at.items[step];
      if (item === undefined) return place;
      at = item;
      place = item.place;
    } else if (at.kind === "mapping") {
      const field = at.fields.get(String(step));
      if (field === undefined) return place;
      at = field.value;
      place = at.kind === "plain" && at.value !== null ? at.place : field.place;
    } else return place;
  }
  return place;
}

/** `["service", "steps", 2]` → `service.steps[2]`. */
export function printPath(path: readonly (string | number)[]): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}

/** The plain data of a tree; mappings become objects without prototype. */
export function toData(tree: Tree): unknown {
  if (tree.kind === "plain") return tree.value;
  if (tree.kind === "list") return tree.items.map(toData);
  const object = emptyObject();
  for (const [key, field] of tree.fields) object[key] = toData(field.value);
  return object;
}

/** An object that inherits nothing, so that a foreign key can only ever be its own. */
export function emptyObject(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}
