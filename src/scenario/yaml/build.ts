import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { TextLimits } from "../limits.ts";
import type { Field, Mapping, Place, Plain, Tree } from "./tree.ts";
import { codePoint, forbiddenIn, isInvisible, visible } from "./visible.ts";

/** A scenario is read to the letter; in a manifest much stands that is none of our business. */
export type Manner = "scenario" | "manifest";

/** What the builder calls for what it cannot accept. */
export interface Complainer {
  readonly place: (offset: number) => Place;
  error(
    path: Path,
    place: Place,
    about: { readonly code: string; readonly message: string; readonly fix: string },
  ): void;
  warn(
    path: Path,
    place: Place,
    about: { readonly code: string; readonly message: string; readonly fix: string },
  ): void;
}

export type Path = readonly (string | number)[];

/** Stops the building: what was found makes the rest pointless or too large. */
class Stopped extends Error {}

/** Turns parsed nodes into a `Tree`: aliases are written out within limits, keys are checked, numbers are looked at twice. */
export class TreeBuilder {
  private readonly limits: TextLimits;
  private readonly manner: Manner;
  private readonly to: Complainer;
  private readonly anchors = new Map<string, Node>();
  private readonly open = new Set<Node>();
  private expansions = 0;
  private values = 0;

  constructor(options: { readonly limits: TextLimits; readonly manner: Manner; readonly to: Complainer }) {
    this.limits = options.limits;
    this.manner = options.manner;
    this.to = options.to;
  }

  /** The tree of a document's contents; null when something stopped the building (and was reported). */
  build(node: Node | null, emptyAt: Place): Tree | null {
    try {
      return node === null ? nothing(emptyAt) : this.tree(node, [], 1);
    } catch (stopped) {
      if (stopped instanceof Stopped) return null;
      throw stopped;
    }
  }

  private tree(node: Node, path: Path, depth: number): Tree {
    if (++this.values > this.limits.values) this.stop(path, node, `more than ${this.limits.values} values`);
    if (isAlias(node)) return this.alias(node, path, depth);
    if ("anchor" in node && node.anchor) this.anchors.set(node.anchor, node);
    if (isScalar(node)) return this.plain(node, path);
    if (depth > this.limits.depth) this.stop(path, node, `nested deeper than ${this.limits.depth} levels`);
    this.open.add(node);
    const tree = isMap(node) ? this.mapping(node, path, depth) : this.list(node as YAMLSeq, path, depth);
    this.open.delete(node);
    return tree;
  }

  private list(node: YAMLSeq, path: Path, depth: number): Tree {
    const place = this.placeOf(node);
    const items = node.items.map((item, index) => this.tree(item as Node, [...path, index], depth + 1));
    return { kind: "list", items, place };
  }

  private mapping(node: YAMLMap, path: Path, depth: number): Mapping {
    const place = this.placeOf(node);
    const fields = new Map<string, Field>();
    for (const pair of node.items as Pair<Node | null, Node | null>[]) {
      const key = this.key(pair.key, path, place);
      if (key === null) continue;
      const keyPlace = pair.key ? this.placeOf(pair.key) : place;
      const before = fields.get(key);
      if (before !== undefined) {
        const message = `${JSON.stringify(visible(key))} is already set on line ${before.place.line}`;
        this.to.error([...path, key], keyPlace, { code: "duplicate-key", message, fix: "keep one of the two" });
        continue;
      }
      const value = pair.value ? this.tree(pair.value, [...path, key], depth + 1) : nothing(keyPlace);
      fields.set(key, { place: keyPlace, value });
    }
    return { kind: "mapping", fields, place };
  }

  private key(node: Node | null, path: Path, place: Place): string | null {
    const at = node === null ? place : this.placeOf(node);
    if (node === null || !isScalar(node) || node.value === null) {
      this.to.error(path, at, { code: "key-not-text", message: "keys must be plain texts", fix: "write name: value" });
      return null;
    }
    const key = typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
    if (key === "<<") {
      this.to.error(path, at, {
        code: "merge-key",
        message: "merge keys are not supported",
        fix: "write the fields out",
      });
      return null;
    }
    return key;
  }

  private alias(node: Alias, path: Path, depth: number): Tree {
    const target = this.anchors.get(node.source);
    const name = JSON.stringify(visible(node.source));
    if (target === undefined) {
      this.to.error(path, this.placeOf(node), {
        code: "alias-unknown",
        message: `the alias ${name} has no anchor before it`,
        fix: `write the value out, or mark one with &${visible(node.source)}`,
      });
      return nothing(this.placeOf(node));
    }
    if (this.open.has(target)) {
      this.to.error(path, this.placeOf(node), {
        code: "alias-cycle",
        message: `the alias ${name} refers to itself`,
        fix: "write the value out",
      });
      return nothing(this.placeOf(node));
    }
    if (++this.expansions > this.limits.aliasExpansions) {
      this.stop(path, node, `more than ${this.limits.aliasExpansions} alias expansions`);
    }
    return this.tree(target, path, depth);
  }

  private plain(node: Scalar, path: Path): Plain {
    const place = this.placeOf(node);
    const quoted = node.type !== "PLAIN";
    const source = node.source ?? "";
    const value = node.value as Plain["value"];
    if (typeof value === "string") this.checkText(value, path, place);
    if (typeof value === "number" && this.manner === "scenario") this.checkNumber({ value, source }, path, place);
    return { kind: "plain", value: value === 0 ? 0 : value, source, quoted, place };
  }

  private checkText(text: string, path: Path, place: Place): void {
    if (isPlaceholder(text)) {
      this.to.warn(path, place, {
        code: "placeholder",
        message: `${visible(text).slice(0, 60)} was never filled in`,
        fix: "run the tool that replaces it first",
      });
    }
    if (this.manner === "manifest") return;
    const forbidden = forbiddenIn(text);
    if (forbidden !== null) {
      const message = `${forbidden.why} ${codePoint(forbidden.code)} in a text`;
      this.to.error(path, place, { code: "control-character", message, fix: "remove it" });
    } else if ([...text].some((char) => isInvisible(char.charCodeAt(0)))) {
      this.to.error(path, place, {
        code: "invisible-character",
        message: `invisible character in ${JSON.stringify(visible(text).slice(0, 60))}`,
        fix: "remove it",
      });
    }
  }

  private checkNumber({ value, source }: { value: number; source: string }, path: Path, place: Place): void {
    if (Number.isNaN(value)) {
      this.to.error(path, place, {
        code: "not-finite",
        message: "NaN is not a number we accept",
        fix: "give a finite number",
      });
    } else if (!Number.isFinite(value)) {
      const message =
        source.includes("inf") || source.includes("Inf")
          ? "the number must be finite"
          : `${source.slice(0, 40)} is too large`;
      this.to.error(path, place, { code: "not-finite", message, fix: "give a finite number" });
    } else if (Number.isInteger(value) && Math.abs(value) > Number.MAX_SAFE_INTEGER && !source.includes("e")) {
      this.to.error(path, place, {
        code: "not-exact",
        message: `${source.slice(0, 40)} exceeds 2^53-1`,
        fix: "quote it as a text",
      });
    } else if (hasLeadingZero(source)) {
      const octal = Number.parseInt(source, 8);
      const message = `${source} is ambiguous: ${value} here, ${octal} in YAML 1.1`;
      this.to.error(path, place, {
        code: "leading-zero",
        message,
        fix: `write ${value} or 0o${source.replace("-", "").slice(1)}`,
      });
    }
  }

  private placeOf(node: Node): Place {
    return this.to.place(node.range?.[0] ?? 0);
  }

  private stop(path: Path, node: Node, message: string): never {
    this.to.error(path, this.placeOf(node), { code: "limit-exceeded", message, fix: "make the file smaller" });
    throw new Stopped();
  }
}

function nothing(place: Place): Plain {
  return { kind: "plain", value: null, source: "", quoted: false, place };
}

function hasLeadingZero(source: string): boolean {
  const at = source.startsWith("-") || source.startsWith("+") ? 1 : 0;
  const next = source.charCodeAt(at + 1);
  return source[at] === "0" && next >= 48 && next <= 57;
}

/** `${IMAGE}`, `repo/app:${TAG}`: one word with a shell variable in it. */
function isPlaceholder(text: string): boolean {
  const from = text.indexOf("${");
  if (from < 0 || text.length > 200 || text.includes(" ") || text.includes("\n")) return false;
  const to = text.indexOf("}", from);
  return to > from + 2;
}
