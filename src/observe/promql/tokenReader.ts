import { QueryRefused } from "./refusal.ts";
import { type Token, tokenize } from "./tokens.ts";

/** Nesting of one query at most: brackets, calls and operators together. */
const DEPTH_MAX = 100;

/** The tokens of a query, read one after the other. */
export class TokenReader {
  private readonly tokens: readonly Token[];
  private next = 0;
  private depth = 0;

  constructor(text: string) {
    this.tokens = tokenize(text);
  }

  get token(): Token {
    return this.tokens[this.next] as Token;
  }

  get following(): Token {
    return this.tokens[Math.min(this.next + 1, this.tokens.length - 1)] as Token;
  }

  take(): Token {
    const { token } = this;
    if (token.kind !== "end") this.next++;
    return token;
  }

  /** Is the next token this operator or, in any case of letters, this word? */
  sees(text: string): boolean {
    const { kind, text: seen } = this.token;
    return kind === "operator" ? seen === text : kind === "identifier" && seen.toLowerCase() === text;
  }

  takeIf(text: string): boolean {
    if (!this.sees(text)) return false;
    this.next++;
    return true;
  }

  expect(text: string): Token {
    if (!this.sees(text)) this.refuse(`expected ${JSON.stringify(text)}`);
    return this.take();
  }

  identifier(what: string): string {
    if (this.token.kind !== "identifier") this.refuse(`expected ${what}`);
    return this.take().text;
  }

  quoted(what: string): string {
    if (this.token.kind !== "string") this.refuse(`expected ${what}`);
    return this.take().text;
  }

  /** A number, or a duration in seconds, with its sign. */
  seconds(what: string): number {
    const sign = this.takeIf("-") ? -1 : 1;
    if (sign === 1) this.takeIf("+");
    const token = this.take();
    if (token.kind !== "number") throw new QueryRefused(`expected ${what}${found(token)}`, token.at);
    return sign * token.value;
  }

  /** What `read` finds between the brackets, separated by commas; a comma may follow the last. */
  list<T>(open: string, close: string, read: () => T): T[] {
    this.expect(open);
    const items: T[] = [];
    while (!this.sees(close)) {
      items.push(read());
      if (!this.takeIf(",")) break;
    }
    this.expect(close);
    return items;
  }

  /** Runs `read` one level deeper. */
  nested<T>(read: () => T): T {
    if (++this.depth > DEPTH_MAX) this.refuse(`nested deeper than ${DEPTH_MAX}`);
    const result = read();
    this.depth--;
    return result;
  }

  refuse(message: string): never {
    throw new QueryRefused(message + found(this.token), this.token.at);
  }
}

function found(token: Token): string {
  return token.kind === "end" ? ", found the end of the query" : `, found ${JSON.stringify(token.text)}`;
}
