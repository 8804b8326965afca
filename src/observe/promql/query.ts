import type { Micros } from "../../kernel/time.ts";
import { compileMatrix, compileScalar, compileText, compileVector } from "./compile.ts";
import { type Answer, type Context, LOOKBACK, SampleBudget } from "./context.ts";
import type { Database } from "./database.ts";
import { Labels } from "./labels.ts";
import { parseQuery } from "./parse.ts";
import { reachOf } from "./reach.ts";
import { QueryRefused } from "./refusal.ts";
import type { Expression, ValueType } from "./syntax.ts";
import { checkTypes } from "./types.ts";
import { distinct, type Matrix, type Vector } from "./value.ts";

export interface Evaluation {
  readonly database: Database;
  /** The instant of evaluation, µs. */
  readonly at: Micros;
  /** Step of subqueries that name none, µs; 1 minute when left out. */
  readonly interval?: Micros;
  /** Age up to which an instant vector sees a sample, µs; 5 minutes when left out. */
  readonly lookback?: Micros;
}

const MINUTE: Micros = 60_000_000;

/**
 * A query, read and made ready once, to be asked at many instants.
 * @throws QueryRefused when it cannot be read.
 */
export class Query {
  readonly text: string;
  readonly type: ValueType;
  /** How far back it looks, µs: the database must keep samples that long. */
  readonly reach: Micros;
  private readonly answer: Answer<number | string | Vector | Matrix>;

  constructor(text: string) {
    const expression = parseQuery(text);
    this.text = text;
    this.type = checkTypes(expression);
    this.reach = reachOf(expression);
    this.answer = compile(expression, this.type);
  }

  /**
   * The answer as an instant vector; a scalar is one element without labels.
   * @throws QueryRefused when it cannot be answered: ambiguous matching, equal label sets, a text or a range vector.
   */
  ask(evaluation: Evaluation): Vector {
    const value = this.answer(contextOf(evaluation));
    if (typeof value === "number") return [{ labels: Labels.none, value }];
    if (this.type !== "vector") throw new QueryRefused(`the query gives a ${this.type}, not an instant vector`);
    return distinct(value as Vector);
  }
}

function compile(expression: Expression, type: ValueType): Answer<number | string | Vector | Matrix> {
  if (type === "scalar") return compileScalar(expression);
  if (type === "vector") return compileVector(expression);
  return type === "string" ? compileText(expression) : compileMatrix(expression);
}

function contextOf({ database, at, interval = MINUTE, lookback = LOOKBACK }: Evaluation): Context {
  return { database, at, start: at, end: at, interval, lookback, budget: new SampleBudget() };
}
