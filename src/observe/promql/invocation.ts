import type { Context } from "./context.ts";
import type { Expression } from "./syntax.ts";
import type { Matrix, Vector } from "./value.ts";

/** One call of a function: its arguments, answered when they are asked for. Their types were checked. */
export class Invocation {
  readonly context: Context;
  readonly expressions: readonly Expression[];
  private readonly answers: readonly ((context: Context) => unknown)[];

  constructor(
    context: Context,
    expressions: readonly Expression[],
    answers: readonly ((context: Context) => unknown)[],
  ) {
    this.context = context;
    this.expressions = expressions;
    this.answers = answers;
  }

  /** Arguments given. */
  get count(): number {
    return this.answers.length;
  }

  number(position: number): number {
    return this.answers[position]?.(this.context) as number;
  }

  text(position: number): string {
    return this.answers[position]?.(this.context) as string;
  }

  vector(position: number): Vector {
    return this.answers[position]?.(this.context) as Vector;
  }

  matrix(position: number): Matrix {
    return this.answers[position]?.(this.context) as Matrix;
  }
}
