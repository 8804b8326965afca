import { BUILTINS } from "./builtins.ts";
import { Cursor } from "./cursor.ts";
import { literalOf } from "./literal.ts";
import { PREDICATES } from "./predicates.ts";
import { refuse } from "./refusal.ts";
import { printToken, type Token } from "./tokens.ts";
import type { Node } from "./tree.ts";

/** How tightly binary operators bind (`expr-lang/expr parser/operator/operator.go`). */
const BINDS: Readonly<Record<string, number>> = {
  "|": 0,
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
  matches: 20,
  contains: 20,
  startsWith: 20,
  endsWith: 20,
  "..": 25,
  "+": 30,
  "-": 30,
  "*": 60,
  "/": 60,
  "%": 60,
  "**": 100,
  "^": 100,
  "??": 500,
};
const UNARY: Readonly<Record<string, number>> = { not: 50, "!": 50, "-": 90, "+": 90 };
const COMPARISONS = new Set(["<", ">", "<=", ">="]);
const NEGATABLE = new Set(["in", "matches", "contains", "startsWith", "endsWith"]);
const FROM_THE_RIGHT = new Set(["**", "^"]);

/** Reads a condition (`expr-lang/expr parser/parser.go`, v1.17.8). */
export function parseCondition(source: string): Node {
  return new Parser(source).whole();
}

class Parser {
  private readonly cursor: Cursor;
  /** Predicates around the present place: `#` has a meaning. */
  private predicates = 0;

  constructor(source: string) {
    this.cursor = new Cursor(source);
  }

  whole(): Node {
    const node = this.sequence();
    return this.cursor.peek.kind === "EOF" ? node : this.cursor.unexpected();
  }

  private sequence(): Node {
    const items = [this.expression(0)];
    while (this.cursor.takes(";")) {
      if (this.cursor.peek.kind === "EOF") break;
      items.push(this.expression(0));
    }
    const [only] = items;
    return items.length === 1 && only !== undefined ? only : { is: "sequence", items };
  }

  private expression(least: number): Node {
    return this.cursor.nested(() => {
      if (least === 0 && this.cursor.takes("let")) return this.declaration();
      if (least === 0 && this.cursor.takes("if")) return this.conditional();
      let left = this.primary();
      let previous = "";
      for (;;) {
        const sign = this.binarySign(least);
        if (sign === null) break;
        left = this.binary(left, sign, previous);
        previous = sign.text;
      }
      return least === 0 ? this.choice(left) : left;
    });
  }

  /** The operator here, when it binds at least this tightly; taken. */
  private binarySign(least: number): (Token & { readonly negated: boolean }) | null {
    const token = this.cursor.peek;
    const negated = token.kind === "Operator" && token.text === "not";
    const sign = negated ? this.cursor.after : token;
    if (negated && !NEGATABLE.has(sign.text)) refuse(`unexpected token ${printToken(sign)}`);
    const binds = sign.kind === "Operator" ? BINDS[sign.text] : undefined;
    if (binds === undefined || binds < least) return null;
    this.cursor.skip(negated ? 2 : 1);
    return { ...sign, negated };
  }

  private binary(left: Node, sign: Token & { readonly negated: boolean }, previous: string): Node {
    const binds = BINDS[sign.text] ?? 0;
    if (sign.text === "|") return this.call(this.cursor.identifier(), [left]);
    if (previous === "??" && sign.text !== "??") {
      refuse(`Operator (${sign.text}) and coalesce expressions (??) cannot be mixed. Wrap either by parentheses.`);
    }
    if (COMPARISONS.has(sign.text)) return this.comparison(left, sign.text);
    const right = this.expression(FROM_THE_RIGHT.has(sign.text) ? binds : binds + 1);
    const node: Node = { is: "binary", sign: sign.text, left, right };
    return sign.negated ? { is: "unary", sign: "not", of: node } : node;
  }

  /** `a < b < c` means `a < b && b < c`. */
  private comparison(first: Node, sign: string): Node {
    let left = first;
    let next: string | null = sign;
    let root: Node | null = null;
    while (next !== null) {
      const right = this.expression(21);
      const one: Node = { is: "binary", sign: next, left, right };
      root = root === null ? one : { is: "binary", sign: "&&", left: root, right: one };
      left = right;
      const { kind, text } = this.cursor.peek;
      next = kind === "Operator" && COMPARISONS.has(text) ? text : null;
      if (next !== null) this.cursor.skip(1);
    }
    return root ?? first;
  }

  private declaration(): Node {
    const name = this.cursor.identifier();
    this.cursor.expect("=");
    const value = this.expression(0);
    this.cursor.expect(";");
    return { is: "let", name, value, body: this.sequence() };
  }

  private conditional(): Node {
    const test = this.expression(0);
    const whenTrue = this.block();
    this.cursor.expect("else");
    return { is: "choice", test, whenTrue, whenFalse: this.block() };
  }

  private block(): Node {
    this.cursor.expect("{");
    const node = this.sequence();
    this.cursor.expect("}");
    return node;
  }

  private choice(first: Node): Node {
    let node = first;
    while (this.cursor.takes("?")) {
      const whenTrue: Node = this.cursor.isAt(":") ? node : this.expression(0);
      this.cursor.expect(":");
      node = { is: "choice", test: node, whenTrue, whenFalse: this.expression(0) };
    }
    return node;
  }

  private primary(): Node {
    const { kind, text } = this.cursor.peek;
    const binds = kind === "Operator" ? UNARY[text] : undefined;
    if (binds !== undefined) {
      this.cursor.skip(1);
      return this.postfix({ is: "unary", sign: text, of: this.expression(binds) });
    }
    if (this.cursor.takes("(")) {
      const inner = this.sequence();
      this.cursor.expect(")");
      return this.postfix(inner);
    }
    if (this.predicates > 0 && kind === "Operator" && (text === "#" || text === ".")) return this.pointer();
    if (this.cursor.takes("::")) return this.postfix(this.call(this.cursor.identifier(), []));
    return this.secondary();
  }

  private pointer(): Node {
    const isNamed = this.cursor.takes("#") && this.cursor.peek.kind === "Identifier";
    return this.postfix({ is: "pointer", name: isNamed ? this.cursor.identifier() : "" });
  }

  private secondary(): Node {
    const { cursor } = this;
    const token = cursor.peek;
    if (token.kind === "Number" || token.kind === "String") {
      cursor.skip(1);
      const literal = literalOf(token);
      return token.kind === "Number" ? literal : this.postfix(literal);
    }
    if (token.kind === "Identifier") return this.named(cursor.identifier());
    if (cursor.takes("[")) return this.postfix({ is: "list", items: this.upTo("]") });
    if (cursor.takes("{")) return this.postfix({ is: "map", pairs: this.pairs() });
    return cursor.unexpected();
  }

  private named(name: string): Node {
    if (name === "true" || name === "false") return { is: "literal", value: name === "true" };
    if (name === "nil") return { is: "literal", value: null };
    return this.postfix(this.cursor.isAt("(") ? this.call(name, []) : { is: "name", name });
  }

  private call(name: string, piped: readonly Node[]): Node {
    const shape = PREDICATES.get(name);
    if (shape !== undefined) return { is: "builtin", name, args: this.predicateArguments(name, piped) };
    this.cursor.expect("(");
    const args = [...piped, ...this.upTo(")")];
    return BUILTINS.has(name) ? { is: "builtin", name, args } : { is: "call", callee: { is: "name", name }, args };
  }

  private predicateArguments(name: string, piped: readonly Node[]): readonly Node[] {
    const { least, most } = PREDICATES.get(name) ?? { least: 2, most: 2 };
    const args = [...piped];
    this.cursor.expect("(");
    while (args.length < most && !this.cursor.isAt(")")) {
      if (args.length > piped.length) this.cursor.expect(",");
      if (this.cursor.isAt(")")) break;
      args.push(args.length === 1 ? this.predicate() : this.expression(0));
    }
    this.cursor.takes(",");
    if (args.length < least) refuse(`expected at least ${least} arguments`);
    this.cursor.expect(")");
    return args;
  }

  private predicate(): Node {
    const hasBrackets = this.cursor.takes("{");
    this.predicates++;
    const of = hasBrackets ? this.sequence() : this.expression(0);
    this.predicates--;
    if (hasBrackets) this.cursor.expect("}");
    else if (this.cursor.isAt(";")) refuse("wrap predicate with brackets { and }");
    return { is: "predicate", of };
  }

  private upTo(end: string): readonly Node[] {
    const items: Node[] = [];
    while (!this.cursor.takes(end)) {
      if (items.length > 0) {
        this.cursor.expect(",");
        if (this.cursor.takes(end)) break;
      }
      items.push(this.expression(0));
    }
    return items;
  }

  private pairs(): readonly (readonly [Node, Node])[] {
    const pairs: (readonly [Node, Node])[] = [];
    while (!this.cursor.takes("}")) {
      if (pairs.length > 0) {
        this.cursor.expect(",");
        if (this.cursor.takes("}")) break;
      }
      const { kind, text } = this.cursor.peek;
      const isPlain = kind === "Number" || kind === "String" || kind === "Identifier";
      if (isPlain) this.cursor.skip(1);
      const key: Node = isPlain ? { is: "literal", value: text } : this.expression(0);
      this.cursor.expect(":");
      pairs.push([key, this.expression(0)]);
    }
    return pairs;
  }

  private postfix(start: Node): Node {
    let node = start;
    for (;;) {
      if (this.cursor.takes(".")) node = this.property(node, "plain");
      else if (this.cursor.takes("?."))
        node = this.cursor.takes("[") ? this.element(node, "optional") : this.property(node, "optional");
      else if (this.cursor.takes("[")) node = this.element(node, "plain");
      else return node;
    }
  }

  private property(of: Node, manner: "plain" | "optional"): Node {
    const isChain = of.is === "chain";
    const key: Node = { is: "literal", value: this.cursor.propertyName() };
    const member: Node = { is: "member", of: isChain ? of.of : of, key, optional: manner === "optional" };
    const node: Node = this.cursor.takes("(") ? { is: "call", callee: member, args: this.upTo(")") } : member;
    return isChain || manner === "optional" ? { is: "chain", of: node } : node;
  }

  private element(of: Node, manner: "plain" | "optional"): Node {
    const from = this.cursor.isAt(":") ? null : this.expression(0);
    if (this.cursor.takes(":")) {
      const to = this.cursor.isAt("]") ? null : this.expression(0);
      this.cursor.expect("]");
      return { is: "slice", of, from, to };
    }
    this.cursor.expect("]");
    if (from === null) return this.cursor.unexpected();
    const member: Node = { is: "member", of, key: from, optional: manner === "optional" };
    return manner === "optional" ? { is: "chain", of: member } : member;
  }
}
