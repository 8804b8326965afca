import type { CST } from "yaml";

/** A token of the text with the number of collections around it, itself included. */
export interface Nested {
  readonly token: CST.Token;
  readonly depth: number;
}

/**
 * All tokens below (and with) `root`, in the order of the text, with a stack of our own: recursion would end in a stack
 * overflow whose depth depends on the machine.
 */
export function* tokensOf(root: CST.Token): Generator<Nested> {
  const stack: Nested[] = [{ token: root, depth: isCollection(root) ? 1 : 0 }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    yield next;
    const { token, depth } = next;
    const below = (child: CST.Token | null | undefined) => {
      if (child) stack.push({ token: child, depth: isCollection(child) ? depth + 1 : depth });
    };
    if (token.type === "document") below(token.value);
    if (!isCollection(token)) continue;
    for (let i = token.items.length - 1; i >= 0; i--) {
      const item = token.items[i] as CST.CollectionItem;
      below(item.value);
      below(item.key);
    }
  }
}

export function isCollection(token: CST.Token): token is CST.BlockMap | CST.BlockSequence | CST.FlowCollection {
  return token.type === "block-map" || token.type === "block-seq" || token.type === "flow-collection";
}

/** Tokens that stand before the values of `token`: indicators, anchors, tags. */
export function* propertiesOf(token: CST.Token): Generator<CST.SourceToken> {
  if (token.type === "document") yield* token.start;
  if (token.type === "block-scalar") {
    for (const property of token.props)
      if ("source" in property && property.type !== "block-scalar") yield property as CST.SourceToken;
  }
  if (!isCollection(token)) return;
  for (const item of token.items) {
    yield* item.start;
    if (item.sep) yield* item.sep;
  }
}
