import { assert } from "../../kernel/assert.ts";
import { log } from "../../kernel/math.ts";

/** Wald's sequential test of an error share: after each request, faulty, healthy, or look on. */
export interface SequentialTest {
  readonly healthy: number;
  readonly faulty: number;
  /** Above this log-likelihood ratio the version is faulty, below `lower` healthy. */
  readonly upper: number;
  readonly lower: number;
  readonly perError: number;
  readonly perSuccess: number;
}

/** `alpha`: chance to condemn a healthy version, `beta`: to pass a faulty one (both nearly, as Wald's bounds are). */
export function sequentialTest(options: {
  readonly healthy: number;
  readonly faulty: number;
  readonly alpha: number;
  readonly beta: number;
}): SequentialTest {
  const { healthy, faulty, alpha, beta } = options;
  return {
    healthy,
    faulty,
    upper: log((1 - beta) / alpha),
    lower: log(beta / (1 - alpha)),
    perError: log(faulty / healthy),
    perSuccess: log((1 - faulty) / (1 - healthy)),
  };
}

/** Where one run of the test stands. */
export interface SequentialState {
  /** Log-likelihood ratio so far; it stays where the test was decided. */
  readonly ratio: number;
  readonly verdict: "faulty" | "healthy" | "open";
  /** Requests after which it was decided, or all so far. */
  readonly requests: number;
}

/** Plays the test over requests in their order, true where one failed. What comes after the decision is not looked at. */
export function playSequentialTest(test: SequentialTest, failures: Iterable<boolean>): SequentialState {
  let ratio = 0;
  let requests = 0;
  for (const failed of failures) {
    ratio += failed ? test.perError : test.perSuccess;
    requests++;
    if (ratio >= test.upper) return { ratio, verdict: "faulty", requests };
    if (ratio <= test.lower) return { ratio, verdict: "healthy", requests };
  }
  return { ratio, verdict: "open", requests };
}

/** What the test does in the long run against a given error share. */
export interface SequentialOutcome {
  readonly meanRequests: number;
  /** Chance that the version is called faulty. */
  readonly condemned: number;
}

const REQUESTS_MAX = 1_000_000;
const NEGLIGIBLE = 1e-18;

/**
 * Exact, by following how probable each number of errors is while the test goes on. The undecided states of one length
 * are few, because errors weigh much and successes little.
 */
export function sequentialOutcome(test: SequentialTest, errorShare: number): SequentialOutcome {
  let undecided = new Map([[0, 1]]);
  let meanRequests = 0;
  let condemned = 0;
  for (let requests = 1; requests <= REQUESTS_MAX; requests++) {
    const next = new Map<number, number>();
    let alive = 0;
    const move = (errors: number, chance: number) => {
      const ratio = errors * test.perError + (requests - errors) * test.perSuccess;
      if (ratio >= test.upper) condemned += chance;
      else if (ratio > test.lower) next.set(errors, (next.get(errors) ?? 0) + chance);
    };
    for (const [errors, chance] of undecided) {
      alive += chance;
      move(errors, chance * (1 - errorShare));
      move(errors + 1, chance * errorShare);
    }
    meanRequests += alive;
    if (alive < NEGLIGIBLE) return { meanRequests, condemned };
    undecided = next;
  }
  assert(false, `the sequential test did not end within ${REQUESTS_MAX} requests`);
}
