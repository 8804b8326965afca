import type { Invocation } from "../invocation.ts";
import { Labels, METRIC_NAME } from "../labels.ts";
import type { Matcher } from "../matcher.ts";
import { QueryRefused } from "../refusal.ts";
import { compileRegex, type Regex } from "../regex.ts";
import type { Expression } from "../syntax.ts";
import { distinct, type Sample, type Vector } from "../value.ts";
import type { FunctionDefinition } from "./definition.ts";

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

function labelName(name: string, what: string): string {
  if (!LABEL_NAME.test(name)) throw new QueryRefused(`invalid ${what} label name: ${name}`);
  return name;
}

const replace: FunctionDefinition = {
  takes: ["vector", "string", "string", "string", "string"],
  gives: "vector",
  call(invocation) {
    const target = labelName(invocation.text(1), "destination");
    const replacement = invocation.text(2);
    const source = invocation.text(3);
    const regex = compileRegex(invocation.text(4));
    if (typeof regex === "string") throw new QueryRefused(`invalid regular expression in label_replace(): ${regex}`);
    return distinct(
      invocation.vector(0).map((sample): Sample => {
        const groups = regex.groups(sample.labels.get(source));
        if (groups === null) return sample;
        return { ...sample, labels: sample.labels.with([[target, expand(replacement, groups, regex)]]) };
      }),
    );
  },
};

/** `$1`, `${1}`, `$name` and `$$`, as Go's `Regexp.Expand`. */
function expand(template: string, groups: readonly string[], { names }: Regex): string {
  return template.replace(/\$(?:\{(\w+)\}|(\w+)|\$)/g, (whole, braced?: string, bare?: string) => {
    const name = braced ?? bare;
    if (name === undefined) return whole.slice(1);
    const position = /^\d+$/.test(name) ? Number(name) : names[name];
    return position === undefined ? "" : (groups[position] ?? "");
  });
}

const join: FunctionDefinition = {
  takes: ["vector", "string", "string", "string"],
  optional: 1,
  repeats: true,
  gives: "vector",
  call(invocation) {
    const target = labelName(invocation.text(1), "destination");
    const separator = invocation.text(2);
    const sources = Array.from({ length: invocation.count - 3 }, (_, i) => labelName(invocation.text(i + 3), "source"));
    return distinct(
      invocation.vector(0).map((sample): Sample => {
        const joined = sources.map((source) => sample.labels.get(source)).join(separator);
        return { ...sample, labels: sample.labels.with([[target, joined]]) };
      }),
    );
  },
};

/**
 * The labels of what is missing, as far as the selector tells them: each label that is asked for once, by equality
 * (`promql/functions.go:createLabelsForAbsentFunction`).
 */
function missingLabels(expression: Expression | undefined): Labels {
  const matchers = matchersOf(expression);
  return Labels.of(
    matchers.flatMap(({ label, operator, value }) => {
      const isAlone = matchers.filter((other) => other.label === label).length === 1;
      return label !== METRIC_NAME && operator === "=" && isAlone ? [[label, value] as const] : [];
    }),
  );
}

function matchersOf(expression: Expression | undefined): readonly Matcher[] {
  if (expression?.kind === "parentheses") return matchersOf(expression.body);
  if (expression?.kind === "selector") return expression.matchers;
  return expression?.kind === "range" ? expression.selector.matchers : [];
}

function absence(invocation: Invocation, isAbsent: boolean): Vector {
  return isAbsent ? [{ labels: missingLabels(invocation.expressions[0]), value: 1 }] : [];
}

export const labels: Readonly<Record<string, FunctionDefinition>> = {
  label_replace: replace,
  label_join: join,
  absent: {
    takes: ["vector"],
    gives: "vector",
    call: (invocation) => absence(invocation, invocation.vector(0).length === 0),
  },
  absent_over_time: {
    takes: ["matrix"],
    gives: "vector",
    call: (invocation) => absence(invocation, invocation.matrix(0).length === 0),
  },
};
