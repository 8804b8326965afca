/** A condition on one label of a generated Application. Anything but `In` and `NotIn` selects nothing. */
export interface MatchExpression {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

export interface LabelledApplication {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
}

/** What is wrong with the steps. Step numbers count from 0. */
export interface StepIssues {
  readonly emptySteps: readonly number[];
  /** Applications that several steps select, with those steps. */
  readonly duplicates: ReadonlyMap<string, readonly number[]>;
  readonly invalidOperators: readonly { readonly step: number; readonly operator: string }[];
}

export interface StepPlan {
  /** Names per step, in the order of the Applications; one that several steps select stands in each of them. */
  readonly steps: readonly (readonly string[])[];
  /** The first step that selects it; Applications that no step selects are missing. */
  readonly stepOf: ReadonlyMap<string, number>;
  readonly issues: StepIssues;
}

/**
 * Which Applications belong to which step of a RollingSync (Argo CD v3.6 `progressive_sync.go:buildAppDependencyList`). An
 * absent label fails `In` and passes everything else.
 */
export function planSteps(
  steps: readonly (readonly MatchExpression[])[],
  applications: readonly LabelledApplication[],
): StepPlan {
  const named: string[][] = steps.map(() => []);
  const stepOf = new Map<string, number>();
  const duplicates = new Map<string, number[]>();
  const invalid: { step: number; operator: string }[] = [];
  for (const { name, labels } of applications) {
    steps.forEach((expressions, step) => {
      const refusing = expressions.find((expression) => !matches(labels, expression));
      if (refusing !== undefined) {
        const { operator } = refusing;
        const isInvalid = labels.has(refusing.key) && operator !== "In" && operator !== "NotIn";
        const isKnown = invalid.some((one) => one.step === step && one.operator === operator);
        if (isInvalid && !isKnown) invalid.push({ step, operator });
        return;
      }
      named[step]?.push(name);
      const first = stepOf.get(name);
      if (first === undefined) stepOf.set(name, step);
      else duplicates.set(name, [...(duplicates.get(name) ?? [first]), step]);
    });
  }
  const emptySteps = named.flatMap((names, step) => (names.length === 0 ? [step] : []));
  return { steps: named, stepOf, issues: { emptySteps, duplicates, invalidOperators: invalid } };
}

function matches(labels: ReadonlyMap<string, string>, { key, operator, values }: MatchExpression): boolean {
  const value = labels.get(key);
  if (value === undefined) return operator !== "In";
  if (operator === "In") return values.includes(value);
  return operator === "NotIn" && !values.includes(value);
}
