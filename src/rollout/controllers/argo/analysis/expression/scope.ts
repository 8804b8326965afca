import type { Nature } from "./nature.ts";

/** What the names of a place mean. */
export interface Scope {
  readonly result: Nature;
  readonly variables: ReadonlyMap<string, Nature>;
  /** The collection whose elements a predicate is asked of, and what else it finds behind `#`. */
  readonly predicate: { readonly of: Nature; readonly named: ReadonlyMap<string, Nature> } | null;
}
