import type { Budget } from "./budget.ts";
import type { Value } from "./value.ts";

/** What the names of a place stand for while it is evaluated. */
export interface Frame {
  readonly result: Value;
  readonly budget: Budget;
  readonly variables: ReadonlyMap<string, Value>;
  /** What `#`, `#index` and `#acc` stand for: the first by the empty name. */
  readonly pointers: ReadonlyMap<string, Value>;
}
