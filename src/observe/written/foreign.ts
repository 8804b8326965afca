import * as v from "valibot";
import { inWords, issueInfo } from "../../quantity/complaint.ts";
import { type JsonSchema, type Schema, type Text, withFacet } from "../../quantity/facet.ts";
import { parseMatchers } from "../alertmanager/matchers.ts";
import type { Condition } from "../promql/matcher.ts";
import { parseQuery } from "../promql/parse.ts";
import { QueryRefused } from "../promql/refusal.ts";

interface Foreign<T> {
  readonly quantity: string;
  readonly description: Text;
  readonly json: JsonSchema;
  readonly fix: string;
  /** @throws QueryRefused */
  read(written: unknown): T;
}

/** A value in another product's language; what that refuses is the person's mistake, told with its place in the value. */
function foreign<T>(options: Foreign<T>): Schema<T> {
  const { quantity, json, description } = options;
  return v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue, NEVER }): T => {
      try {
        return options.read(dataset.value);
      } catch (error) {
        if (!(error instanceof QueryRefused)) throw error;
        const place = error.position === null ? "" : ` (at its character ${error.position + 1})`;
        addIssue(issueInfo({ code: "bad-query", message: `${error.message}${place}`, fix: options.fix }));
        return NEVER;
      }
    }),
    withFacet<T>({ is: "quantity", quantity, json, description }),
  );
}

function asText(written: unknown): string {
  if (typeof written !== "string") throw new QueryRefused(`expected a text, got ${inWords(written)}`);
  return written;
}

const TEXT: JsonSchema = { type: "string", minLength: 1 };

/** Arguments that stand for a span of time: the range of a query, and the window of the monitoring. */
const SPANS = ["interval", "window"];

/** A query of Prometheus' language, checked as far as it can be without data. `{{args.name}}` may stand for a value. */
export function queryText(description: Text): Schema<string> {
  return foreign({
    quantity: "query",
    description,
    json: TEXT,
    fix: "write it as Prometheus reads it",
    read(written) {
      const text = asText(written);
      parseQuery(withArguments(text, (name) => (SPANS.includes(name) ? "1m" : "argument")));
      return text;
    },
  });
}

/** Fills in what stands for a value, `{{args.name}}`, as an AnalysisTemplate does. */
export function withArguments(text: string, argument: (name: string) => string): string {
  return text.replace(/\{\{\s*args\.([\w-]+)\s*\}\}/g, (_, name: string) => argument(name));
}

/** Conditions on labels as `alertmanager.yml` writes them. */
export function matcherText(description: Text): Schema<readonly Condition[]> {
  return foreign({
    quantity: "matchers",
    description,
    json: TEXT,
    fix: 'write it like team="a"',
    read: (written) => parseMatchers(asText(written)),
  });
}

/** Labels by name. */
export function labelMap(description: Text): Schema<Readonly<Record<string, string>>> {
  return foreign({
    quantity: "labels",
    description,
    json: { type: "object", additionalProperties: { type: ["string", "number", "boolean"] } },
    fix: "write a mapping like {severity: page}",
    read(written) {
      if (typeof written !== "object" || written === null || Array.isArray(written)) {
        throw new QueryRefused(`expected a mapping, got ${inWords(written)}`);
      }
      return Object.fromEntries(Object.entries(written).map(([name, value]) => [labelName(name), labelValue(value)]));
    },
  });
}

function labelName(name: string): string {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) throw new QueryRefused(`${JSON.stringify(name)} is no name of a label`);
  return name;
}

function labelValue(value: unknown): string {
  if (typeof value === "object") throw new QueryRefused(`expected a text, got ${inWords(value)}`);
  return String(value);
}
