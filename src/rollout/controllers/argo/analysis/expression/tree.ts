/** A condition as read. */
export type Node =
  | { readonly is: "literal"; readonly value: null | boolean | number | string; readonly whole?: boolean }
  | { readonly is: "name"; readonly name: string }
  | { readonly is: "list"; readonly items: readonly Node[] }
  | { readonly is: "unary"; readonly sign: "!" | "-" | "+"; readonly of: Node }
  | { readonly is: "binary"; readonly sign: string; readonly left: Node; readonly right: Node }
  | { readonly is: "choice"; readonly test: Node; readonly then: Node; readonly otherwise: Node }
  | { readonly is: "member"; readonly of: Node; readonly key: Node; readonly optional: boolean }
  | { readonly is: "call"; readonly name: string; readonly args: readonly Node[] };
