import type * as Engine from "re2js";

/**
 * Stands in for `re2js` in the worker's bundle (see `vite.config.ts`): the engine is half as large as the whole model,
 * and the scenario that a newcomer sees has no use for it. Whoever imports it sees these bindings change when it has come.
 * @public
 */
export let RE2JS: typeof Engine.RE2JS;
/**
 * Nothing is thrown as one before the engine has come.
 * @public
 */
export let RE2JSException: typeof Engine.RE2JSException = class {} as unknown as typeof Engine.RE2JSException;

/** To be awaited before any text is read that may hold a regular expression. */
export async function loadRegularExpressions(): Promise<void> {
  if (RE2JS !== undefined) return;
  ({ RE2JS, RE2JSException } = await import("re2js"));
}
