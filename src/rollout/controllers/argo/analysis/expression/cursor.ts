import { refuse } from "./refusal.ts";
import { printToken, type Token, tokensOf } from "./tokens.ts";

/** Expressions inside one another. */
const DEEPEST = 128;
const END: Token = { kind: "EOF", text: "" };
const NAME = /^[\p{L}_$]/u;

/** A place in a condition's tokens. */
export class Cursor {
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;

  constructor(source: string) {
    this.tokens = tokensOf(source);
  }

  get peek(): Token {
    return this.tokens[this.at] ?? END;
  }

  get after(): Token {
    return this.tokens[this.at + 1] ?? END;
  }

  skip(count: number): void {
    this.at += count;
  }

  /** Here stands this operator or bracket. */
  isAt(text: string): boolean {
    const { kind, text: found } = this.peek;
    return found === text && (kind === "Operator" || kind === "Bracket");
  }

  /** Takes an operator or bracket if it is this one. */
  takes(text: string): boolean {
    const isHere = this.isAt(text);
    if (isHere) this.at++;
    return isHere;
  }

  expect(text: string): void {
    if (!this.takes(text)) this.unexpected();
  }

  identifier(): string {
    const { kind, text } = this.peek;
    if (kind !== "Identifier") this.unexpected();
    this.at++;
    return text;
  }

  /** Words like `matches` may name a field, too. */
  propertyName(): string {
    const { kind, text } = this.peek;
    if (kind !== "Identifier" && (kind !== "Operator" || !NAME.test(text))) refuse("expected name");
    this.at++;
    return text;
  }

  unexpected(): never {
    return refuse(`unexpected token ${printToken(this.peek)}`);
  }

  /** Reads something that may hold itself: not deeper than there is stack for. */
  nested<T>(read: () => T): T {
    if (++this.depth > DEEPEST) refuse("a condition that is nested too deeply");
    const result = read();
    this.depth--;
    return result;
  }
}
