const KEY = "drydock/lessons/1";
/** What is stored is somebody's text: no more of it is read than this, characters. */
const LONGEST = 4000;
const NAMES_MAX = 60;
/** As the scenarios of the library are called. */
const NAME = /^[a-z0-9][a-z0-9/-]{0,79}$/;

/** The lessons that were taken to their end in this browser; whatever else is stored there is left alone. */
export function readProgress(storage: Pick<Storage, "getItem">): readonly string[] {
  try {
    const text = storage.getItem(KEY) ?? "[]";
    if (text.length > LONGEST) return [];
    const stored: unknown = JSON.parse(text);
    if (!Array.isArray(stored)) return [];
    const names = stored.filter((name): name is string => typeof name === "string" && NAME.test(name));
    return [...new Set(names)].slice(0, NAMES_MAX);
  } catch {
    return [];
  }
}

/** A browser that stores nothing forgets what was learnt, no more. */
export function writeProgress(storage: Pick<Storage, "setItem">, names: readonly string[]): void {
  try {
    storage.setItem(KEY, JSON.stringify(names));
  } catch {
    // Storage may be full or forbidden.
  }
}
