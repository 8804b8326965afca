/**
 * The seam between analytic cases (a formula and its value, worked out by other means) and what they are about here.
 *
 * An adapter drives the product by a case's parameters and hands back what it computed. It may look at `params`,
 * `id` and the names of the quantities, never at the expected values: it must work for every case of its family.
 * To join: export `const adapters: readonly OracleAdapter[]` from a file in this folder and list it in `families.ts`.
 */
export interface OracleAdapter {
  /** Shown beside each verdict, e.g. "traffic plane"; several adapters may answer the same case by different routes. */
  readonly name: string;
  /** Matched against the case id, e.g. `/^Q-MMC-\d+$/`. */
  readonly family: RegExp;
  /** What was computed, by quantity; undefined (or a missing quantity): not supported, which is reported as skipped. */
  run(oracle: OracleCase): Results | undefined;
}

/** One case file, as far as adapters and the scorer read it. */
export interface OracleCase {
  readonly id: string;
  readonly family: string;
  readonly title: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly how_to_drive: string;
  readonly assumptions: readonly string[];
  readonly expect: readonly ExpectedQuantity[];
}

export interface ExpectedQuantity {
  readonly quantity: string;
  readonly value: number | boolean | readonly unknown[];
  readonly unit: string;
  readonly formula: string;
  readonly check: Check;
}

export type Check =
  /** Equal within one tick (1 µs). */
  | { readonly kind: "exact" }
  /** A pure function: relative difference. */
  | { readonly kind: "numeric"; readonly rel: number }
  | { readonly kind: "bounded"; readonly abs: number }
  /** |estimate − value| ≤ z·SE and SE ≤ max_rel_se·|value|. */
  | { readonly kind: "statistical"; readonly replications: number; readonly max_rel_se: number; readonly z: number };

/** By quantity. */
export type Results = Readonly<Record<string, Answer>>;

/**
 * A plain value for exact, numeric and bounded checks; `Estimate` for statistical ones. A `ClosedForm` may answer a
 * statistical check too: it is then held to 1e-12 relative, which is far stricter.
 */
export type Answer = number | boolean | readonly unknown[] | Estimate | ClosedForm;

/** Mean over replications and its standard error. */
export interface Estimate {
  readonly value: number;
  readonly se: number;
  readonly reps: number;
}

/** Worked out by a formula of the product, without chance. */
export interface ClosedForm {
  readonly closedForm: number;
}

/** Mean and standard error over independent replications. */
export function estimate(samples: readonly number[]): Estimate {
  const reps = samples.length;
  const mean = samples.reduce((sum, x) => sum + x, 0) / reps;
  const squares = samples.reduce((sum, x) => sum + (x - mean) * (x - mean), 0);
  return { value: mean, se: reps > 1 ? Math.sqrt(squares / (reps - 1) / reps) : Number.POSITIVE_INFINITY, reps };
}

/** The seed of one replication follows from the case: nobody picks seeds by hand. Feed it to `stream(seed, name)`. */
export function replicationSeed(oracle: OracleCase, replication: number): string {
  return `${oracle.id}/${replication}`;
}
