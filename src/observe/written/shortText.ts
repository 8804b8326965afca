import * as v from "valibot";
import { inWords, issueInfo } from "../../quantity/complaint.ts";
import { type Schema, type Text, withFacet } from "../../quantity/facet.ts";

const LENGTH_MAX = 200;

/** A name in one line. */
export function shortText(description: Text): Schema<string> {
  return v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue, NEVER }): string => {
      const { value } = dataset;
      if (typeof value === "string" && value !== "" && value.length <= LENGTH_MAX && !value.includes("\n"))
        return value;
      addIssue(
        issueInfo({
          code: "bad-name",
          message: `${inWords(value)} is no name`,
          fix: `give a text of 1 to ${LENGTH_MAX} characters`,
        }),
      );
      return NEVER;
    }),
    withFacet<string>({
      is: "quantity",
      quantity: "name",
      json: { type: "string", minLength: 1, maxLength: LENGTH_MAX },
      description,
    }),
  );
}
