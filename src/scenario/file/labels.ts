import * as v from "valibot";
import type { LabelSelector, Labels, Requirement } from "../../cluster/placement/labels.ts";
import { type Complaint, inWords, issueInfo, judge } from "../../quantity/complaint.ts";
import { type Facet, type Schema, type Text, withDefault, withFacet } from "../../quantity/facet.ts";
import { word } from "../../quantity/index.ts";
import { text } from "./text.ts";

/** Keys of labels and taints: a name, and perhaps a domain before it. */
const KEY = "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$";
const VALUE = "^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$";

/** The key of a label or a taint. */
export function labelKey(options: { readonly description: Text; readonly default?: string }): Schema<string> {
  const rule = (written: string) => (isKey(written) ? null : badKey(written));
  return text({ ...options, maxLength: 317, json: { pattern: KEY }, rule });
}

function isKey(written: string): boolean {
  return new RegExp(KEY).test(written);
}

function badKey(written: string): Complaint {
  return {
    code: "bad-label",
    message: `${JSON.stringify(written)} is not the key of a label`,
    fix: "write it like example.org/disk or disk",
  };
}

/** Labels by key: `{disk: ssd}`. Values are texts: what looks like a number or like true is put in quotes. */
export function labels(description: Text): Schema<Labels> {
  const facet: Facet = {
    is: "quantity",
    quantity: "labels",
    description,
    json: { type: "object", additionalProperties: { type: "string", pattern: VALUE } },
  };
  const schema = v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue, NEVER }): Labels => {
      const { value } = dataset;
      const entries =
        typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : null;
      const complaint =
        entries === null ? notLabels(value) : (entries.map(objectionTo).find((one) => one !== null) ?? null);
      if (complaint === null) return Object.fromEntries(entries as [string, string][]);
      addIssue(issueInfo(complaint));
      return NEVER;
    }),
    withFacet<Labels>(facet),
  );
  return withDefault(schema, {});
}

function notLabels(value: unknown): Complaint {
  return { code: "wrong-type", message: `expected labels, got ${inWords(value)}`, fix: "write them like {disk: ssd}" };
}

function objectionTo([key, value]: readonly [string, unknown]): Complaint | null {
  if (!isKey(key)) return badKey(key);
  if (typeof value === "string" && value.length <= 63 && new RegExp(VALUE).test(value)) return null;
  const fix = typeof value === "string" ? "use at most 63 letters, digits, dashes, dots and _" : "put it in quotes";
  return { code: "bad-label", message: `${inWords(value)} is not the value of a label`, fix };
}

const OPERATOR = { en: "How the label is compared.", ko: "레이블을 비교하는 방법." };
const VALUES = { en: "What it is compared with.", ko: "비교할 값." };
const KEY_TEXT = { en: "Key of the label.", ko: "레이블 키." };

function expression<const W extends Requirement["operator"]>(operators: readonly W[]) {
  return v.pipe(
    v.strictObject({
      key: labelKey({ description: KEY_TEXT }),
      operator: word(operators, { description: OPERATOR, noun: "operator" }),
      values: withDefault(v.array(text({ maxLength: 63, description: VALUES })), []),
    }),
    v.rawCheck(
      judge(({ operator, values }) => {
        const [least, most] = valuesOf(operator);
        if (values.length >= least && values.length <= most) return null;
        const wanted = most === 0 ? "no values" : most === 1 ? "exactly one value" : "values";
        return {
          code: "bad-selector",
          message: `${operator} takes ${wanted}`,
          fix: `give ${wanted}, as Kubernetes does`,
        };
      }),
    ),
  );
}

/** How few and how many values an operator takes. */
function valuesOf(operator: Requirement["operator"]): readonly [least: number, most: number] {
  if (operator === "In" || operator === "NotIn") return [1, Number.POSITIVE_INFINITY];
  return operator === "Gt" || operator === "Lt" ? [1, 1] : [0, 0];
}

/** `matchExpressions` about nodes. */
export const nodeExpressions = withDefault(
  v.array(expression(["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"])),
  [],
);

/** `labelSelector`; null when it is left out, which selects nothing. */
export const labelSelector = withDefault(
  v.nullable(
    v.strictObject({
      matchLabels: labels({ en: "Labels that must be equal.", ko: "같아야 하는 레이블." }),
      matchExpressions: withDefault(v.array(expression(["In", "NotIn", "Exists", "DoesNotExist"])), []),
    }),
  ),
  null,
) satisfies Schema<LabelSelector | null>;
