import { evaluate } from "./expression/evaluate.ts";
import { parseCondition } from "./expression/parse.ts";
import { Refusal } from "./expression/refusal.ts";
import type { Value } from "./expression/value.ts";
import type { Measurement } from "./metric.ts";

export interface Conditions {
  readonly successCondition?: string;
  readonly failureCondition?: string;
}

/**
 * What a measured value comes to (`utils/evaluate/evaluate.go:EvaluateResult`): failure beats success; neither holds and
 * both are asked: Inconclusive. A condition that does not fit the value is an Error.
 *
 * Conditions are a subset of expr: no closures, ranges, slices, powers, regular expressions, `let` or pipes. expr also
 * rejects a condition for the types of parts that are never reached (`result != nil && result > 1` of nothing); here
 * only what is reached counts.
 */
export function judge({ successCondition, failureCondition }: Conditions, value: Value): Measurement["verdict"] {
  try {
    const success = successCondition ? holds(successCondition, value) : null;
    const failure = failureCondition ? holds(failureCondition, value) : null;
    if (failure === true || (success === false && failure === null)) return "Failed";
    return success === false ? "Inconclusive" : "Successful";
  } catch (error) {
    if (error instanceof Refusal) return "Error";
    throw error;
  }
}

/** Throws a `Refusal` when the condition cannot be answered with yes or no. */
function holds(condition: string, value: Value): boolean {
  const answer = evaluate(parseCondition(condition), value);
  if (typeof answer !== "boolean") throw new Refusal("expected bool");
  return answer;
}
