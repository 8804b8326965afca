import { check } from "./expression/check.ts";
import { evaluate } from "./expression/evaluate.ts";
import { natureOf } from "./expression/nature.ts";
import { parseCondition } from "./expression/parse.ts";
import { Refusal, refuse } from "./expression/refusal.ts";
import { fromMeasured, isMeasuredList, type Measured, typeOf } from "./expression/value.ts";
import type { Verdict } from "./metric.ts";

export interface Conditions {
  readonly successCondition?: string;
  readonly failureCondition?: string;
}

/** What a measured value comes to, and why where that is an Error. */
export interface Judgement {
  readonly verdict: Verdict;
  /** In Argo's words; empty unless the verdict is Error. */
  readonly message: string;
}

/**
 * What a measured value comes to (`utils/evaluate/evaluate.go:EvaluateResult`): failure beats success; neither holds and
 * both are asked: Inconclusive. A condition that does not fit the value is an Error.
 */
export function judge({ successCondition, failureCondition }: Conditions, measured: Measured): Judgement {
  let success: boolean | null = null;
  let failure: boolean | null = null;
  let asked = "";
  try {
    asked = `successCondition "${successCondition}"`;
    if (successCondition) success = evaluateCondition(successCondition, measured);
    asked = `failureCondition "${failureCondition}"`;
    if (failureCondition) failure = evaluateCondition(failureCondition, measured);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const why = isNothing(measured) ? NO_DATA : error.message;
    return { verdict: "Error", message: `could not evaluate ${asked}: ${why}` };
  }
  if (failure === true || (success === false && failure === null)) return { verdict: "Failed", message: "" };
  return { verdict: success === false ? "Inconclusive" : "Successful", message: "" };
}

const NO_DATA = "metric result is nil or empty: no data returned from the metric provider";

function isNothing(measured: Measured): boolean {
  if (measured instanceof Float64Array) return measured.length === 0;
  return measured === null || (isMeasuredList(measured) && measured.length === 0);
}

/**
 * The answer of one condition (`utils/evaluate/evaluate.go:EvalCondition`), in the language of expr-lang/expr v1.17.8.
 * Throws a `Refusal` where there is none: the condition cannot be read, does not fit the value, or its answer is no bool.
 */
export function evaluateCondition(condition: string, measured: Measured): boolean {
  const tree = parseCondition(condition);
  check(tree, natureOf(measured));
  const answer = evaluate(tree, fromMeasured(measured));
  return typeof answer === "boolean" ? answer : refuse(`expected bool, but got ${typeOf(answer)}`);
}
