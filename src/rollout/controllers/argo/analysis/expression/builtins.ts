import { LISTS } from "./listFunctions.ts";
import { NUMBERS } from "./numberFunctions.ts";
import type { Builtin } from "./signature.ts";
import { TEXTS } from "./textFunctions.ts";

/** `expr-lang/expr builtin/builtin.go`. Those of the time of day are missing: a rehearsal has none. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...Object.entries(NUMBERS),
  ...Object.entries(TEXTS),
  ...Object.entries(LISTS),
]);
