import * as v from "valibot";
import { type Complaint, complaintOf } from "../quantity/complaint.ts";
import { facetOf, unwrapped } from "../quantity/facet.ts";
import { nearest } from "../quantity/nearest.ts";
import { RUN_LIMITS } from "./limits.ts";
import type { Problem } from "./problem.ts";
import { emptyObject, type Mapping, type Place, placeAt, printPath, type Tree } from "./yaml/tree.ts";
import { codePoint, isInvisible, isOddSpace, visible } from "./yaml/visible.ts";

type Path = readonly (string | number)[];

/** Gathers what is wrong with one document; the place of a complaint is looked up by its path. */
export class Findings {
  readonly problems: Problem[] = [];
  private readonly tree: Tree | null;

  /** @param tree null: what is checked was never written down, and has no places */
  constructor(tree: Tree | null) {
    this.tree = tree;
  }

  error(path: Path, complaint: Complaint, place: Place = this.placeAt(path)): void {
    this.add("error", path, { complaint, place });
  }

  warn(path: Path, complaint: Complaint, place: Place = this.placeAt(path)): void {
    this.add("warning", path, { complaint, place });
  }

  get hasErrors(): boolean {
    return this.problems.some((problem) => problem.severity === "error");
  }

  private placeAt(path: Path): Place {
    return this.tree === null ? { line: 0, column: 0 } : placeAt(this.tree, path);
  }

  private add(severity: Problem["severity"], path: Path, about: { complaint: Complaint; place: Place }): void {
    if (this.problems.length >= RUN_LIMITS.problemsKept) return;
    const { code, message, fix } = about.complaint;
    const { line, column } = about.place;
    this.problems.push({ severity, code, path: printPath(path), line, column, message: named(path, message), fix });
  }
}

/** The message with the name of the field in front, where it does not speak of it anyway. */
function named(path: Path, message: string): string {
  const field = [...path].reverse().find((step) => typeof step === "string");
  return field === undefined || message.includes(visible(String(field))) ? message : `${field}: ${message}`;
}

/**
 * Checks a document against a schema and reports everything at once: unknown fields, empty ones, wrong values, and
 * doubts about valid ones. The value is undefined when there was an error.
 */
export function check<S extends v.GenericSchema>(
  schema: S,
  tree: Tree,
  findings: Findings,
): v.InferOutput<S> | undefined {
  const walker = new Walker(findings);
  const data = walker.walk(schema, tree, []);
  const result = v.safeParse(schema, data);
  if (!result.success) {
    for (const issue of result.issues) {
      const path = pathOf(issue);
      if (!walker.reported(path)) findings.error(path, complaintOf(issue));
    }
  }
  return result.success && !findings.hasErrors ? result.output : undefined;
}

function pathOf(issue: v.BaseIssue<unknown>): Path {
  return (issue.path ?? []).map((item) => (typeof item.key === "number" ? item.key : String(item.key)));
}

/** What a schema cannot see or say well: places, empty values, names that are nearly right. Hands over the data without them. */
class Walker {
  private readonly findings: Findings;
  private readonly dropped = new Set<string>();

  constructor(findings: Findings) {
    this.findings = findings;
  }

  reported(path: Path): boolean {
    return this.dropped.has(printPath(path));
  }

  walk(schema: v.GenericSchema, tree: Tree, path: Path): unknown {
    if (tree.kind === "plain" && tree.value === null && !takesNothing(schema)) {
      this.drop(path, {
        code: "empty-value",
        message: "the value is empty",
        fix: "give a value, or remove the line to get the default",
      });
      return undefined;
    }
    const inner = unwrapped(schema);
    const facet = facetOf(inner);
    if (facet?.is === "quantity") {
      const doubt = tree.kind === "plain" ? facet.doubt?.(tree.value) : null;
      if (doubt) this.findings.warn(path, doubt);
    }
    if (tree.kind === "list") {
      const item = itemSchema(inner, facet);
      return tree.items.map((value, index) => this.walk(item, value, [...path, index]));
    }
    return tree.kind === "mapping" ? this.mapping(inner, tree, path) : tree.value;
  }

  private mapping(schema: v.GenericSchema, tree: Mapping, path: Path): unknown {
    const entries = entriesOf(schema);
    const object = emptyObject();
    for (const [key, field] of tree.fields) {
      const entry = entries === null ? ANYTHING : Object.hasOwn(entries.known, key) ? entries.known[key] : undefined;
      if (entry === undefined) {
        if (entries?.closed)
          this.findings.error([...path, key], unknownField(key, Object.keys(entries.known)), field.place);
        if (entries?.closed) this.dropped.add(printPath([...path, key]));
        else object[key] = this.walk(ANYTHING, field.value, [...path, key]);
        continue;
      }
      const value = this.walk(entry, field.value, [...path, key]);
      if (value !== undefined) object[key] = value;
    }
    return object;
  }

  private drop(path: Path, complaint: Complaint): void {
    this.dropped.add(printPath(path));
    this.findings.error(path, complaint);
  }
}

const ANYTHING = v.nullish(v.unknown());

function takesNothing(schema: v.GenericSchema): boolean {
  let at = schema;
  for (let depth = 0; depth < 8; depth++) {
    if (at.type === "nullable" || at.type === "nullish" || at.type === "unknown") return facetOf(at) === null;
    if (!("wrapped" in at) || "pipe" in at) return false;
    at = at.wrapped as v.GenericSchema;
  }
  return false;
}

function itemSchema(schema: v.GenericSchema, facet: ReturnType<typeof facetOf>): v.GenericSchema {
  if (facet?.is === "byShape" && facet.shapes.list !== undefined) return itemSchema(unwrapped(facet.shapes.list), null);
  return "item" in schema ? (schema.item as v.GenericSchema) : ANYTHING;
}

interface Entries {
  readonly known: Readonly<Record<string, v.GenericSchema>>;
  /** Other keys are mistakes, and this is the place to say so. */
  readonly closed: boolean;
}

function entriesOf(schema: v.GenericSchema): Entries | null {
  if (schema.type === "strict_object" && "entries" in schema) {
    return { known: schema.entries as Entries["known"], closed: true };
  }
  const facet = facetOf(schema);
  if (facet?.is === "oneKeyOf") return { known: facet.choices, closed: false };
  if (facet?.is === "byShape" && facet.shapes.mapping !== undefined) return entriesOf(unwrapped(facet.shapes.mapping));
  return null;
}

function unknownField(key: string, known: readonly string[]): Complaint {
  const shown = JSON.stringify(visible(key).slice(0, 80));
  const plain = [...key].filter((char) => !isInvisible(char.charCodeAt(0)) && !isOddSpace(char.charCodeAt(0))).join("");
  const near = nearest(plain, known);
  const hidden = [...key].find((char) => isInvisible(char.charCodeAt(0)) || isOddSpace(char.charCodeAt(0)));
  const note = hidden === undefined ? "" : ` (it holds the invisible character ${codePoint(hidden.charCodeAt(0))})`;
  const fix = near === null ? `known here: ${known.join(", ")}` : `did you mean ${JSON.stringify(near)}?`;
  return { code: "unknown-field", message: `unknown field ${shown}${note}`, fix };
}
