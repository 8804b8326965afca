import type { CST } from "yaml";
import type { TextLimits } from "../limits.ts";
import { isCollection, propertiesOf, tokensOf } from "./tokens.ts";

/** Something that no document may contain, and the offset where it does. */
export interface Forbidden {
  readonly code: string;
  readonly offset: number;
  readonly message: string;
  readonly fix: string;
}

/** Checks depth, sizes and tags on the tokens, before anything is built from them. Null: nothing to object to. */
export function forbiddenToken(document: CST.Token, limits: TextLimits): Forbidden | null {
  for (const { token, depth } of tokensOf(document)) {
    if (depth > limits.depth) return tooMuch(token.offset, `nested deeper than ${limits.depth} levels`);
    const found = sizeProblem(token, limits) ?? tagProblem(token);
    if (found !== null) return found;
  }
  return null;
}

function tooMuch(offset: number, what: string): Forbidden {
  return { code: "limit-exceeded", offset, message: what, fix: "make the file smaller" };
}

function sizeProblem(token: CST.Token, limits: TextLimits): Forbidden | null {
  if (!isCollection(token)) {
    if (!("source" in token) || token.source.length <= limits.stringLength) return null;
    return tooMuch(token.offset, `a text longer than ${limits.stringLength} characters`);
  }
  const isList = token.type === "block-seq" || (token.type === "flow-collection" && token.start.source === "[");
  const limit = isList ? limits.itemsPerList : limits.keysPerMapping;
  const first = token.items[limit];
  if (first === undefined || token.items.length - (isHollow(token.items.at(-1)) ? 1 : 0) <= limit) return null;
  const offset = first.key?.offset ?? first.start[0]?.offset ?? first.value?.offset ?? token.offset;
  return tooMuch(offset, isList ? `more than ${limit} items in one list` : `more than ${limit} keys in one mapping`);
}

/** The parser ends a collection with an item that holds only the last line break. */
function isHollow(item: CST.CollectionItem | undefined): boolean {
  return (
    item !== undefined &&
    !item.key &&
    !item.value &&
    !item.sep &&
    !item.start.some((token) => token.type === "seq-item-ind")
  );
}

function tagProblem(token: CST.Token): Forbidden | null {
  for (const property of propertiesOf(token)) {
    if (property.type === "tag") {
      const message = `the tag ${property.source.slice(0, 40)} is not allowed`;
      return { code: "tag-not-allowed", offset: property.offset, message, fix: "remove the tag" };
    }
  }
  return null;
}
