import { evaluateCondition, judge } from "../../../src/rollout/controllers/argo/analysis/condition.ts";
import { Refusal } from "../../../src/rollout/controllers/argo/analysis/expression/refusal.ts";
import type { Measured } from "../../../src/rollout/controllers/argo/analysis/expression/value.ts";
import { type Adapter, adapter, type Case } from "../../adapter.ts";

interface GivenCondition {
  readonly value: unknown;
  readonly condition: string;
}

interface GivenJudgement {
  readonly value: unknown;
  readonly successCondition: string;
  readonly failureCondition: string;
}

/** JSON has no NaN and no infinity: `{"$float": "+Inf"}`. */
function measured(given: unknown): Measured {
  if (typeof given !== "object" || given === null) return given as Measured;
  if (Array.isArray(given)) return given.map(measured);
  const { $float } = given as { readonly $float?: string };
  if ($float !== undefined) return Number($float.replace("Inf", "Infinity"));
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, measured(value)]));
}

/** What a single condition answers; that there is an error matters, not how Go words it. */
function answerOf({ condition, value }: GivenCondition): unknown {
  try {
    return { out: evaluateCondition(condition, measured(value)) };
  } catch (error) {
    if (error instanceof Refusal) return { out: "error" };
    throw error;
  }
}

type Told = Readonly<Record<string, unknown>>;

/** Two lists of one file: conditions alone, and both conditions of a metric. */
const evaluate = adapter<GivenCondition | GivenJudgement>({
  file: "evaluate",
  cases: (content: {
    readonly evalCondition: readonly (GivenCondition & Told)[];
    readonly evaluateResult: readonly (GivenJudgement & Told)[];
  }): readonly Case[] => [
    ...content.evalCondition.map(({ id, value, condition, out }) => ({
      id: `condition ${String(id)}`,
      input: { value, condition },
      expected: { out: out ?? "error" },
    })),
    ...content.evaluateResult.map(({ value, successCondition, failureCondition, phase }, index) => ({
      id: `result ${index}`,
      input: { value, successCondition, failureCondition },
      expected: { phase },
    })),
  ],
  run: (given) => ("condition" in given ? answerOf(given) : { phase: judge(given, measured(given.value)).verdict }),
});

interface GivenCall {
  readonly in: {
    readonly result: { readonly value: unknown };
    readonly metric: { readonly successCondition?: string; readonly failureCondition?: string };
  };
}

const evaluateTables = adapter<GivenCall["in"]>({
  file: /^utils\.evaluate\.evaluate\.TestEvaluateResult/,
  cases: (content: { readonly cases: readonly (GivenCall & { readonly id: string; readonly out: unknown })[] }) =>
    content.cases.map(({ id, in: input, out }) => ({ id, input, expected: out })),
  run({ result, metric }) {
    const { verdict, message } = judge(metric, measured(result.value));
    return { phase: verdict, error: message === "" ? null : { error: message } };
  },
});

export const conditions: readonly Adapter[] = [evaluate, evaluateTables];
