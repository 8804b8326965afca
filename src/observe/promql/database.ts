import { LimitReached } from "../../kernel/assert.ts";
import type { Micros } from "../../kernel/time.ts";
import type { Labels } from "./labels.ts";
import { allMatch, type Matcher } from "./matcher.ts";
import { Series } from "./series.ts";

/** Series one database holds at most. */
const SERIES_MAX = 200_000;

/** The series that some matchers choose, kept up to date as new ones appear. */
class Selection {
  readonly series: Series[] = [];
  private readonly matchers: readonly Matcher[];
  private seen = 0;

  constructor(matchers: readonly Matcher[]) {
    this.matchers = matchers;
  }

  update(all: readonly Series[]): readonly Series[] {
    for (; this.seen < all.length; this.seen++) {
      const series = all[this.seen] as Series;
      if (allMatch(this.matchers, series.labels)) this.series.push(series);
    }
    return this.series;
  }
}

/** What was scraped and what rules recorded: series by their labels, as far back as anybody can look. */
export class Database {
  private readonly all: Series[] = [];
  private readonly byKey = new Map<string, Series>();
  private readonly selections = new Map<readonly Matcher[], Selection>();
  private retention: Micros = 0;

  /** Keeps samples at least this long, µs. */
  retain(span: Micros): void {
    this.retention = Math.max(this.retention, span);
  }

  /** The series with these labels, made on first use. */
  series(labels: Labels): Series {
    let series = this.byKey.get(labels.key);
    if (series === undefined) {
      if (this.all.length === SERIES_MAX) throw new LimitReached("series", `stopped at ${SERIES_MAX} series`);
      series = new Series(labels);
      this.byKey.set(labels.key, series);
      this.all.push(series);
    }
    return series;
  }

  append(labels: Labels, at: Micros, value: number): void {
    this.appendTo(this.series(labels), at, value);
  }

  /** Adds a sample; one that is not later than the series' latest is dropped, as Prometheus drops it. */
  appendTo(series: Series, at: Micros, value: number): void {
    if (at <= series.latest) return;
    series.append(at, value);
    series.forget(at - this.retention);
  }

  /** The series all of these matchers choose, in the order in which they appeared. The same list of matchers is looked up once. */
  select(matchers: readonly Matcher[]): readonly Series[] {
    let selection = this.selections.get(matchers);
    if (selection === undefined) {
      selection = new Selection(matchers);
      this.selections.set(matchers, selection);
    }
    return selection.update(this.all);
  }
}
