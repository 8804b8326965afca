import { MILLISECOND } from "../../kernel/time.ts";
import { OUTCOME } from "../attempt.ts";
import type { ProxyRetries } from "../plane.ts";
import type { EnvoyRetryPolicy } from "./istioRetries.ts";

const bits = (...outcomes: readonly number[]): number => outcomes.reduce((mask, outcome) => mask | (1 << outcome), 0);

/** What a condition of Envoy's is about, among what may become of an attempt here. A shed one is answered with 503. */
const CONDITIONS = new Map<string, number>([
  ["5xx", bits(OUTCOME.error, OUTCOME.refused, OUTCOME.reset, OUTCOME.shed, OUTCOME.timeout)],
  ["gateway-error", bits(OUTCOME.refused, OUTCOME.reset, OUTCOME.shed, OUTCOME.timeout)],
  ["reset", bits(OUTCOME.refused, OUTCOME.reset, OUTCOME.timeout)],
  ["reset-before-request", bits(OUTCOME.refused)],
  ["connect-failure", bits(OUTCOME.refused)],
  ["refused-stream", bits(OUTCOME.refused)],
]);

const CODES = new Map<number, number>([
  [500, bits(OUTCOME.error)],
  [502, bits(OUTCOME.reset)],
  [503, bits(OUTCOME.shed)],
  [504, bits(OUTCOME.timeout)],
]);

/** The outcomes that a policy of Envoy's has tried again, bit by bit; 0: none of those that there are here. */
function retriedOutcomes({ retryOn, retriableStatusCodes }: EnvoyRetryPolicy): number {
  const byCondition = retryOn.split(",").reduce((mask, condition) => mask | (CONDITIONS.get(condition.trim()) ?? 0), 0);
  return retriableStatusCodes.reduce((mask, code) => mask | (CODES.get(code) ?? 0), byCondition);
}

/** Envoy's `RetryBackOff.base_interval` unless written. */
const BASE = 25 * MILLISECOND;

/** A policy of Envoy's as a proxy here carries it out; null: it tries nothing again. */
export function proxyRetries(policy: EnvoyRetryPolicy | null): ProxyRetries | null {
  if (policy === null) return null;
  const outcomes = retriedOutcomes(policy);
  const backoff = policy.backoffMs === null ? BASE : policy.backoffMs * MILLISECOND;
  return outcomes === 0 ? null : { attempts: policy.numRetries, outcomes, backoff };
}
