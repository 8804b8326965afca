import * as v from "valibot";
import { type Complaint, inWords, issueInfo, quoted } from "../../quantity/complaint.ts";
import { type Facet, type JsonSchema, type Schema, type Text, withFacet } from "../../quantity/facet.ts";
import { byShape } from "../../quantity/shape.ts";
import type { Localized } from "../scenario.ts";

interface TextOptions {
  readonly description: Text;
  readonly maxLength: number;
  readonly default?: string;
  /** Refuses a text of the right length. */
  readonly rule?: (text: string) => Complaint | null;
  readonly json?: JsonSchema;
}

/** A text in one line. */
export function text(options: TextOptions): Schema<string> {
  const { maxLength, description } = options;
  const facet: Facet = {
    is: "quantity",
    quantity: "text",
    description,
    json: { type: "string", minLength: 1, maxLength, ...options.json },
  };
  const schema = v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue, NEVER }): string => {
      const complaint = objection(dataset.value, options);
      if (complaint === null) return dataset.value as string;
      addIssue(issueInfo(complaint));
      return NEVER;
    }),
    withFacet<string>(facet),
  );
  return options.default === undefined ? schema : (v.optional(schema, options.default) as unknown as Schema<string>);
}

function objection(value: unknown, { maxLength, rule }: TextOptions): Complaint | null {
  if (typeof value !== "string")
    return { code: "wrong-type", message: `expected a text, got ${inWords(value)}`, fix: "put it in quotes" };
  if (value.trim() === "")
    return { code: "empty-value", message: "the text is empty", fix: "write something, or remove the field" };
  if (value.length > maxLength) {
    return { code: "limit-exceeded", message: `a text of ${value.length} characters`, fix: `stay within ${maxLength}` };
  }
  if (value.trimEnd().includes("\n"))
    return { code: "bad-text", message: "a line break in a text of one line", fix: "write it in one line" };
  return rule?.(value) ?? null;
}

/** A name as Kubernetes takes it: RFC 1123 label. */
export function label(description: Text): Schema<string> {
  return text({
    description,
    maxLength: 63,
    json: { pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$" },
    rule: (name) => {
      if (isLabel(name)) return null;
      return {
        code: "bad-name",
        message: `${quoted(name)} is not a name`,
        fix: "use lower-case letters, digits and dashes, such as my-service",
      };
    },
  });
}

/** The name of a version, as an image tag may be: `v2`, `1.4.0-rc.1`. */
export function versionName(options: { readonly description: Text; readonly default: string }): Schema<string> {
  return text({
    ...options,
    maxLength: 63,
    json: { pattern: "^[A-Za-z0-9][-A-Za-z0-9_.]*$" },
    rule: (name) => {
      if (isTag(name)) return null;
      return {
        code: "bad-name",
        message: `${quoted(name)} is not the name of a version`,
        fix: "use letters, digits, dots and dashes, such as v2",
      };
    },
  });
}

/** A text for people: one for both languages, or one for each. */
export function localized(options: { readonly description: Text; readonly maxLength: number }): Schema<Localized> {
  const one = text(options);
  return byShape(
    {
      plain: v.pipe(
        one,
        v.transform((both): Localized => ({ en: both, ko: both })),
      ),
      mapping: v.pipe(
        v.strictObject({ en: one, ko: v.optional(one) }),
        v.transform(({ en, ko }): Localized => ({ en, ko: ko ?? en })),
      ),
    },
    { description: options.description },
  );
}

export function isLabel(name: string): boolean {
  return (
    every(name, (char) => isLower(char) || isDigit(char) || char === "-") &&
    !name.startsWith("-") &&
    !name.endsWith("-")
  );
}

/** Whether a text can be an image's tag, and so the name of a version. */
export function isTag(name: string): boolean {
  const rest = every(name, (char) => isLower(char.toLowerCase()) || isDigit(char) || "-_.".includes(char));
  return rest && !"-_.".includes(name.charAt(0));
}

function every(text: string, test: (char: string) => boolean): boolean {
  return text !== "" && [...text].every(test);
}

function isLower(char: string): boolean {
  return char >= "a" && char <= "z";
}

function isDigit(char: string): boolean {
  return char >= "0" && char <= "9";
}
