export interface Literal {
  readonly is: "literal";
  /** An int becomes a float where the checker finds that a function wants one. */
  value: null | boolean | number | bigint | string;
}

/** A condition as read (`expr-lang/expr ast/node.go`). */
export type Node =
  | Literal
  | { readonly is: "name"; readonly name: string }
  /** `#`, `#index`, `#acc`: what a predicate is asked of. */
  | { readonly is: "pointer"; readonly name: string }
  | { readonly is: "unary"; readonly sign: string; readonly of: Node }
  | { readonly is: "binary"; readonly sign: string; readonly left: Node; readonly right: Node }
  | { readonly is: "choice"; readonly test: Node; readonly whenTrue: Node; readonly whenFalse: Node }
  /** Nil as a whole when one of the `?.` inside meets nil. */
  | { readonly is: "chain"; readonly of: Node }
  | { readonly is: "member"; readonly of: Node; readonly key: Node; readonly optional: boolean }
  | { readonly is: "slice"; readonly of: Node; readonly from: Node | null; readonly to: Node | null }
  /** A function of the environment, or something that is none. */
  | { readonly is: "call"; readonly callee: Node; readonly args: readonly Node[] }
  | { readonly is: "builtin"; readonly name: string; readonly args: readonly Node[] }
  | { readonly is: "predicate"; readonly of: Node }
  | { readonly is: "let"; readonly name: string; readonly value: Node; readonly body: Node }
  | { readonly is: "sequence"; readonly items: readonly Node[] }
  | { readonly is: "list"; readonly items: readonly Node[] }
  | { readonly is: "map"; readonly pairs: readonly (readonly [Node, Node])[] };

export type NodeOf<Is extends Node["is"]> = Extract<Node, { is: Is }>;
