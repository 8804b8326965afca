import { refuse } from "./refusal.ts";
import { type Token, tokensOf } from "./tokens.ts";
import type { Node } from "./tree.ts";

/** Parentheses, lists and choices inside one another. */
const DEEPEST = 64;

/** How tightly binary operators bind (`expr-lang/expr parser/operator`). */
const BINDS: Readonly<Record<string, number>> = {
  or: 10,
  "||": 10,
  and: 15,
  "&&": 15,
  "==": 20,
  "!=": 20,
  "<": 20,
  ">": 20,
  "<=": 20,
  ">=": 20,
  in: 20,
  contains: 20,
  startsWith: 20,
  endsWith: 20,
  "+": 30,
  "-": 30,
  "*": 60,
  "/": 60,
  "%": 60,
  "??": 500,
};

/** Reads a condition in the subset of expr that is evaluated here. */
export function parseCondition(source: string): Node {
  const reader = new Reader(tokensOf(source));
  const node = reader.expression(0);
  return reader.peek.kind === "end" ? node : refuse(`unexpected token ${reader.peek.text}`);
}

class Reader {
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  get peek(): Token {
    return this.tokens[this.at] ?? { kind: "end", text: "EOF" };
  }

  expression(least: number): Node {
    if (++this.depth > DEEPEST) refuse("a condition that is nested too deeply");
    let left = this.unary();
    for (;;) {
      const negated = this.peek.text === "not" && this.tokens[this.at + 1]?.kind === "name";
      const sign = this.tokens[this.at + (negated ? 1 : 0)];
      const binds = sign === undefined || sign.kind === "string" ? undefined : BINDS[sign.text];
      if (sign === undefined || binds === undefined || binds < least) break;
      this.at += negated ? 2 : 1;
      const node: Node = { is: "binary", sign: sign.text, left, right: this.expression(binds + 1) };
      left = negated ? { is: "unary", sign: "!", of: node } : node;
    }
    if (least === 0 && this.takes("?")) {
      const then = this.expression(0);
      this.expect(":");
      left = { is: "choice", test: left, then, otherwise: this.expression(0) };
    }
    this.depth--;
    return left;
  }

  private unary(): Node {
    if (this.takes("!") || this.takes("not")) return { is: "unary", sign: "!", of: this.expression(50) };
    if (this.takes("-")) return { is: "unary", sign: "-", of: this.expression(90) };
    if (this.takes("+")) return { is: "unary", sign: "+", of: this.expression(90) };
    return this.members(this.primary());
  }

  private primary(): Node {
    const token = this.peek;
    this.at++;
    if (token.kind === "number") {
      const value = Number(token.text);
      return { is: "literal", value, whole: !token.text.includes(".") };
    }
    if (token.kind === "string") return { is: "literal", value: token.text };
    if (token.kind === "name") return this.named(token.text);
    if (token.kind === "sign" && token.text === "(") {
      const inner = this.expression(0);
      this.expect(")");
      return inner;
    }
    if (token.kind === "sign" && token.text === "[") return { is: "list", items: this.upTo("]") };
    return refuse(`unexpected token ${token.text}`);
  }

  private named(name: string): Node {
    if (name === "true" || name === "false") return { is: "literal", value: name === "true" };
    if (name === "nil") return { is: "literal", value: null };
    return this.takes("(") ? { is: "call", name, args: this.upTo(")") } : { is: "name", name };
  }

  private members(start: Node): Node {
    let of = start;
    for (;;) {
      const optional = this.takes("?.");
      if (optional || this.takes(".")) {
        const { kind, text } = this.peek;
        if (kind !== "name") refuse(`unexpected token ${text}`);
        this.at++;
        of = { is: "member", of, key: { is: "literal", value: text }, optional };
      } else if (this.takes("[")) {
        of = { is: "member", of, key: this.expression(0), optional: false };
        this.expect("]");
      } else return of;
    }
  }

  private upTo(end: string): readonly Node[] {
    const items: Node[] = [];
    while (!this.takes(end)) {
      if (items.length > 0) this.expect(",");
      items.push(this.expression(0));
    }
    return items;
  }

  private takes(text: string): boolean {
    const { kind, text: found } = this.peek;
    if (kind === "string" || found !== text) return false;
    this.at++;
    return true;
  }

  private expect(text: string): void {
    if (!this.takes(text)) refuse(`unexpected token ${this.peek.text}`);
  }
}
