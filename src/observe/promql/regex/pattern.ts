import {
  type CharacterSet,
  characters,
  ESCAPED_CHARACTERS,
  ESCAPED_SETS,
  ignoringCase,
  NAMED_SETS,
} from "./characters.ts";

/** A regular expression, read. */
export type Node =
  | { readonly kind: "set"; readonly set: CharacterSet }
  | { readonly kind: "sequence" | "choice"; readonly parts: readonly Node[] }
  | { readonly kind: "group"; readonly index: number; readonly body: Node }
  | { readonly kind: "edge"; readonly edge: "start" | "end" }
  | {
      readonly kind: "repeat";
      readonly body: Node;
      readonly least: number;
      readonly most: number;
      readonly prefers: "more" | "fewer";
    };

export interface Pattern {
  readonly node: Node;
  /** Groups that remember what they matched. */
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}

export class PatternRefused extends Error {}

const LENGTH_MAX = 1000;
/** RE2's limit on `{n,m}`. */
const REPEAT_MAX = 1000;
const DEPTH_MAX = 50;

export function parsePattern(text: string): Pattern {
  return new PatternReader(text).read();
}

class PatternReader {
  private readonly text: string;
  private at = 0;
  private depth = 0;
  private groups = 0;
  private foldsCase = false;
  private readonly names = new Map<string, number>();

  constructor(text: string) {
    if (text.length > LENGTH_MAX) throw new PatternRefused(`longer than ${LENGTH_MAX} characters`);
    this.text = text;
  }

  read(): Pattern {
    const node = this.choice();
    if (this.at < this.text.length) throw new PatternRefused("unexpected )");
    return { node, groups: this.groups, names: this.names };
  }

  private choice(): Node {
    if (++this.depth > DEPTH_MAX) throw new PatternRefused("nested too deeply");
    const parts = [this.sequence()];
    while (this.takeIf("|")) parts.push(this.sequence());
    this.depth--;
    return parts.length === 1 ? (parts[0] as Node) : { kind: "choice", parts };
  }

  private sequence(): Node {
    const parts: Node[] = [];
    while (this.at < this.text.length && !this.sees("|") && !this.sees(")")) {
      const part = this.atom();
      if (part !== undefined) parts.push(this.repeated(part));
    }
    return { kind: "sequence", parts };
  }

  private repeated(body: Node): Node {
    const limits = this.limits();
    if (limits === undefined) return body;
    const prefers = this.takeIf("?") ? "fewer" : "more";
    if (this.limits() !== undefined) throw new PatternRefused("invalid nested repetition operator");
    return { kind: "repeat", body, least: limits[0], most: limits[1], prefers };
  }

  private limits(): readonly [least: number, most: number] | undefined {
    if (this.takeIf("*")) return [0, Number.POSITIVE_INFINITY];
    if (this.takeIf("+")) return [1, Number.POSITIVE_INFINITY];
    if (this.takeIf("?")) return [0, 1];
    const counted = this.take(/\{(\d+)(,(\d*))?\}/y);
    if (counted === undefined) return undefined;
    const least = Number(counted[1]);
    const most = counted[2] === undefined ? least : counted[3] ? Number(counted[3]) : Number.POSITIVE_INFINITY;
    if (least > most || least > REPEAT_MAX || (most > REPEAT_MAX && most !== Number.POSITIVE_INFINITY)) {
      throw new PatternRefused(`invalid repeat count: ${counted[0]}`);
    }
    return [least, most];
  }

  /** Undefined: flags, which match nothing. */
  private atom(): Node | undefined {
    if (this.takeIf("(")) return this.group();
    if (this.takeIf("[")) return this.set(this.bracket());
    if (this.takeIf(".")) return this.set(() => true);
    if (this.takeIf("^")) return { kind: "edge", edge: "start" };
    if (this.takeIf("$")) return { kind: "edge", edge: "end" };
    if (this.takeIf("\\")) return this.escape();
    if (/[*+?]/.test(this.text[this.at] as string)) throw new PatternRefused("missing argument to repetition operator");
    return this.set(literal(this.character()));
  }

  private group(): Node | undefined {
    const named = this.take(/\?P?<([A-Za-z_]\w*)>/y);
    const flags = named === undefined ? this.take(/\?([ims]*)([:)])/y) : undefined;
    if (named === undefined && flags === undefined && this.sees("?")) {
      throw new PatternRefused("invalid or unsupported Perl syntax");
    }
    const foldedBefore = this.foldsCase;
    if (flags?.[1]?.includes("i")) this.foldsCase = true;
    if (flags?.[2] === ")") return undefined;
    const index = flags === undefined ? ++this.groups : null;
    if (named?.[1] !== undefined && index !== null) this.names.set(named[1], index);
    const body = this.choice();
    if (!this.takeIf(")")) throw new PatternRefused("missing closing )");
    this.foldsCase = foldedBefore;
    return index === null ? body : { kind: "group", index, body };
  }

  private escape(): Node {
    if (this.takeIf("A")) return { kind: "edge", edge: "start" };
    if (this.takeIf("z")) return { kind: "edge", edge: "end" };
    return this.set(this.escapedSet());
  }

  /** What follows a `\`. */
  private escapedSet(): CharacterSet {
    const hex = this.take(/x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]{1,6})\}/y);
    if (hex !== undefined) return literal(Number.parseInt((hex[1] ?? hex[2]) as string, 16));
    if (this.at >= this.text.length) throw new PatternRefused("trailing backslash at end of expression");
    const code = this.character();
    const character = String.fromCodePoint(code);
    const set = ESCAPED_SETS[character];
    if (set !== undefined) return set;
    const plain = ESCAPED_CHARACTERS[character];
    if (plain !== undefined) return literal(plain.codePointAt(0) as number);
    if (/[A-Za-z0-9]/.test(character)) throw new PatternRefused(`invalid escape sequence: \\${character}`);
    return literal(code);
  }

  private bracket(): CharacterSet {
    const isNegated = this.takeIf("^");
    const sets: CharacterSet[] = [];
    for (let first = true; first || !this.sees("]"); first = false) {
      if (this.at >= this.text.length) throw new PatternRefused("missing closing ]");
      sets.push(this.bracketItem());
    }
    this.takeIf("]");
    const set = characters.any(...sets);
    return isNegated ? characters.not(set) : set;
  }

  private bracketItem(): CharacterSet {
    const named = this.take(/\[:(\^?)([a-z]+):\]/y);
    if (named !== undefined) {
      const set = NAMED_SETS[named[2] as string];
      if (set === undefined) throw new PatternRefused(`invalid character class range: ${named[0]}`);
      return named[1] === "^" ? characters.not(set) : set;
    }
    const isEscaped = this.takeIf("\\");
    const start = this.at;
    const low = isEscaped ? this.escapedSet() : literal(this.character());
    const range = /^-(?=[^\]])/.test(this.text.slice(this.at));
    if (!range) return low;
    const from = this.text.codePointAt(start) as number;
    this.takeIf("-");
    this.takeIf("\\");
    const to = this.character();
    if (to < from) throw new PatternRefused("invalid character class range");
    return (code) => code >= from && code <= to;
  }

  private set(set: CharacterSet): Node {
    return { kind: "set", set: this.foldsCase ? ignoringCase(set) : set };
  }

  private character(): number {
    const code = this.text.codePointAt(this.at) as number;
    this.at += code > 0xffff ? 2 : 1;
    return code;
  }

  private sees(character: string): boolean {
    return this.text[this.at] === character;
  }

  private takeIf(character: string): boolean {
    if (!this.sees(character)) return false;
    this.at++;
    return true;
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text) ?? undefined;
    if (found !== undefined) this.at += found[0].length;
    return found;
  }
}

function literal(wanted: number): CharacterSet {
  return (code) => code === wanted;
}
