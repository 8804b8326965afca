import { fromSeconds } from "../../../src/kernel/time.ts";
import { Database } from "../../../src/observe/promql/database.ts";
import { Labels } from "../../../src/observe/promql/labels.ts";
import { Query } from "../../../src/observe/promql/query.ts";

/** Series by their text, `name{label="value"}`, with one value every ten seconds from 0 on; "_" no sample, "stale" an end. */
export function store(series: Readonly<Record<string, readonly (number | "_" | "stale")[]>>): Database {
  const database = new Database();
  database.retain(fromSeconds(86_400));
  for (const [text, values] of Object.entries(series)) {
    const [, name = "", inner = ""] = /^(\w*)(?:\{(.*)\})?$/.exec(text) ?? [];
    const pairs = [...inner.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, value]) => [label, value] as [string, string]);
    const one = database.series(Labels.of([["__name__", name], ...pairs]));
    values.forEach((value, i) => {
      if (value === "stale") one.markStale(fromSeconds(i * 10));
      else if (value !== "_") one.append(fromSeconds(i * 10), value);
    });
  }
  return database;
}

/** The answer at an instant, in seconds, as text: `name{…} => value`. */
export function ask(database: Database, text: string, seconds: number): string[] {
  return new Query(text)
    .ask({ database, at: fromSeconds(seconds) })
    .map(({ labels, value }) => `${labels} => ${value}`);
}
