import type { Micros } from "../../kernel/time.ts";
import type { Database } from "./database.ts";
import { QueryRefused } from "./refusal.ts";

/** An instant vector sees samples at most this old, µs (Prometheus `--query.lookback-delta`). */
export const LOOKBACK: Micros = 5 * 60 * 1_000_000;

/** Samples one evaluation may touch (Prometheus `--query.max-samples`). */
const SAMPLES_MAX = 50_000_000;

/** One evaluation of a query, or of its inside at one step of a subquery. */
export interface Context {
  readonly database: Database;
  /** The instant of evaluation, µs. */
  readonly at: Micros;
  /** The evaluated span: what `start()` and `end()` name. */
  readonly start: Micros;
  readonly end: Micros;
  /** Step of subqueries that name none, µs. */
  readonly interval: Micros;
  readonly lookback: Micros;
  readonly budget: SampleBudget;
}

/** Keeps one evaluation finite. */
export class SampleBudget {
  private left = SAMPLES_MAX;

  spend(samples: number): void {
    this.left -= samples;
    if (this.left < 0) throw new QueryRefused("query processing would load too many samples into memory");
  }
}

/** A part of a query, made ready to be answered at any instant. */
export type Answer<T> = (context: Context) => T;
