/** Where somebody stands in a block-style YAML text: enough to know which part of the schema to offer. */
export interface YamlPlace {
  /** Keys from the top, `[]` for an item of a list. */
  readonly path: readonly string[];
  /** A key is wanted there, or a value. */
  readonly wants: "key" | "value";
  /** What is typed of it already, and where that begins, an offset in the text. */
  readonly typed: string;
  readonly from: number;
}

const KEY = /^(\s*(?:- +)*)([A-Za-z_][\w-]*) *:(?: |$)/;

/**
 * Reads the indentation from the line of `offset` upwards. `service:\n  repl|` is a key under `service`;
 * `strategies:\n  - rol|` is a value in a list. Flow style (`{a: 1}`) is not looked into.
 */
export function yamlPlaceAt(text: string, offset: number): YamlPlace {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const line = text.slice(lineStart, offset);
  const value = KEY.exec(line);
  if (value !== null && line.length > (value[0] ?? "").trimEnd().length) {
    const [whole = "", lead = "", key = ""] = value;
    const typed = line.slice(whole.length);
    const path = [...pathAbove(text, { lineStart, lead }), key];
    return { path, wants: "value", typed, from: offset - typed.length };
  }
  const lead = /^\s*(?:- +)*/.exec(line)?.[0] ?? "";
  const typed = line.slice(lead.length);
  const wants = lead.includes("-") ? "value" : "key";
  return { path: pathAbove(text, { lineStart, lead }), wants, typed, from: offset - typed.length };
}

/** The keys whose blocks hold a line with this lead, from the top. */
function pathAbove(text: string, { lineStart, lead }: { readonly lineStart: number; readonly lead: string }): string[] {
  const path: string[] = [];
  let column = lead.length;
  const open = (before: string): void => {
    // Each dash opens an item of a list; its column is where the dash stands.
    for (let dash = before.length - 1; dash >= 0; dash--) {
      if (before[dash] !== "-" || dash >= column) continue;
      path.unshift("[]");
      column = dash;
    }
  };
  open(lead);
  const above = text.slice(0, lineStart).split("\n").slice(0, -1);
  for (const line of above.reverse()) {
    const found = KEY.exec(line);
    if (found === null) {
      if (/^\s*- /.test(line)) open(/^\s*(?:- +)*/.exec(line)?.[0] ?? "");
      continue;
    }
    const [, before = "", key = ""] = found;
    const isList = path[0] === "[]";
    // A list may stand at the column of its key: `strategies:\n- rolling`.
    if (before.length < column || (isList && before.length === column && !before.includes("-"))) {
      path.unshift(key);
      column = before.length;
    }
    open(before);
    if (column === 0 && path[0] !== "[]") break;
  }
  return path;
}
