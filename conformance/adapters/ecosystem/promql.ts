import { fromSeconds } from "../../../src/kernel/time.ts";
import { bucketQuantile } from "../../../src/observe/promql/bucketQuantile.ts";
import { Database } from "../../../src/observe/promql/database.ts";
import { Labels } from "../../../src/observe/promql/labels.ts";
import { numberText } from "../../../src/observe/promql/numberText.ts";
import { Query } from "../../../src/observe/promql/query.ts";
import { adapter } from "../../adapter.ts";
import { rows } from "./tables.ts";

type GivenNumber = number | "NaN" | "+Inf" | "-Inf" | "Inf";

interface GivenQuery {
  readonly expr: string;
  readonly eval_at_s: number;
  readonly lookback_s?: number;
  readonly series: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly samples: readonly (readonly [at: number, value: GivenNumber | "stale"])[];
  }[];
}

interface Element {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: GivenNumber;
}

const numberOf = (given: GivenNumber): number =>
  typeof given === "number" ? given : Number(given.replace("Inf", "Infinity"));
const given = (value: number): GivenNumber => (Number.isFinite(value) ? value : (numberText(value) as GivenNumber));

/** The order of a vector's elements means nothing. */
const inOrder = (elements: readonly Element[]): readonly (readonly [key: string, value: GivenNumber])[] =>
  elements
    .map(
      ({ labels, value }) => [Labels.of(Object.entries(labels)).toString(), value === "Inf" ? "+Inf" : value] as const,
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));

function databaseOf(series: GivenQuery["series"], keptFor: number): Database {
  const database = new Database();
  database.retain(keptFor);
  for (const { labels, samples } of series) {
    const one = database.series(Labels.of(Object.entries(labels)));
    // A series that a file loads twice is what it says last.
    for (const [at, value] of new Map(samples)) {
      if (value === "stale") one.markStale(fromSeconds(at));
      else one.append(fromSeconds(at), numberOf(value));
    }
  }
  return database;
}

function answerTo({ expr, eval_at_s, lookback_s = 300, series }: GivenQuery) {
  const query = new Query(expr);
  const vector = query.ask({
    database: databaseOf(series, query.reach),
    at: fromSeconds(eval_at_s),
    lookback: fromSeconds(lookback_s),
  });
  return inOrder(
    vector.map(({ labels, value }) => ({ labels: Object.fromEntries(labels.pairs()), value: given(value) })),
  );
}

const queries = [
  "promql_aggregation",
  "promql_histogram_quantile",
  "promql_over_time_staleness",
  "promql_rate_increase",
];

export const promql = [
  ...queries.map((file) =>
    adapter<GivenQuery, readonly Element[]>({
      file,
      matches: "nearly",
      cases: rows<{ id: string; expected: readonly Element[] }>(({ expected }) => expected),
      run: answerTo,
      expected: inOrder,
    }),
  ),
  adapter<{ q: number; buckets: readonly (readonly [bound: GivenNumber, count: number])[] }>({
    file: "prom_bucket_quantile",
    matches: "nearly",
    cases: rows<{ id: string; value: GivenNumber; forced: boolean; fixed: boolean }>(({ value, forced, fixed }) => ({
      value,
      forced,
      fixed,
    })),
    run({ q, buckets }) {
      const answer = bucketQuantile(
        q,
        buckets.map(([bound, count]) => ({ bound: numberOf(bound), count })),
      );
      return { value: given(answer.value), forced: answer.wasForced, fixed: answer.wasFixed };
    },
  }),
];
