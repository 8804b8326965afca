/** Labels of a pod or a node, by key. */
export type Labels = Readonly<Record<string, string>>;

export const NO_LABELS: Labels = {};

/** Undefined: there is no such label. */
export function valueIn(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

/** One expression of a selector. `Gt` and `Lt` are for nodes only and compare whole numbers. */
export interface Requirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
  readonly values: readonly string[];
}

/** `metav1.LabelSelector`: everything in it has to hold; the empty one selects everything. */
export interface LabelSelector {
  readonly matchLabels: Labels;
  readonly matchExpressions: readonly Requirement[];
}

/**
 * Whether a label with this value, or the lack of it, meets the requirement. `NotIn` is met by whatever lacks the label.
 * Kubernetes v1.36 `apimachinery/pkg/labels/selector.go:Matches`.
 */
export function meets({ operator, values }: Requirement, value: string | undefined): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return isBeyond(operator, value, values[0]);
  }
}

function isBeyond(operator: "Gt" | "Lt", value: string | undefined, bound: string | undefined): boolean {
  const [number, limit] = [wholeNumber(value), wholeNumber(bound)];
  if (number === null || limit === null) return false;
  return operator === "Gt" ? number > limit : number < limit;
}

function wholeNumber(written: string | undefined): number | null {
  return written !== undefined && /^[+-]?\d{1,15}$/.test(written) ? Number(written) : null;
}

/** A selector that is not written selects nothing. */
export function selects(selector: LabelSelector | null, labels: Labels): boolean {
  if (selector === null) return false;
  const isEqual = Object.entries(selector.matchLabels).every(([key, value]) => valueIn(labels, key) === value);
  return isEqual && selector.matchExpressions.every((one) => meets(one, valueIn(labels, one.key)));
}
