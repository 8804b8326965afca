import type { PageState } from "./store.ts";
import { LANGUAGES } from "./texts/index.ts";
import { THEME_CHOICES } from "./theme.ts";

/** What the page remembers of a person, on their own machine only. */
export type Preferences = Partial<Pick<PageState, "language" | "themeChoice" | "singleKeys" | "verbosity">>;

const KEY = "drydock/preferences/1";
const LONGEST = 1000;
const VERBOSITIES = ["events", "regularly", "off"] as const;

/** What is stored is somebody's text: every field is checked, and what is not understood is left out. */
export function readPreferences(storage: Pick<Storage, "getItem">): Preferences {
  try {
    const text = storage.getItem(KEY) ?? "{}";
    if (text.length > LONGEST) return {};
    const stored: unknown = JSON.parse(text);
    if (typeof stored !== "object" || stored === null) return {};
    const { language, themeChoice, singleKeys, verbosity } = stored as Record<string, unknown>;
    return {
      ...oneOf("language", language, LANGUAGES),
      ...oneOf("themeChoice", themeChoice, THEME_CHOICES),
      ...oneOf("verbosity", verbosity, VERBOSITIES),
      ...(typeof singleKeys === "boolean" ? { singleKeys } : {}),
    };
  } catch {
    return {};
  }
}

function oneOf<Name extends string, Choice extends string>(
  name: Name,
  value: unknown,
  choices: readonly Choice[],
): Partial<Record<Name, Choice>> {
  const found = choices.find((choice) => choice === value);
  return found === undefined ? {} : ({ [name]: found } as Record<Name, Choice>);
}

/** A browser that stores nothing costs the person a click next time, no more. */
export function writePreferences(storage: Pick<Storage, "setItem">, state: PageState): void {
  const { language, themeChoice, singleKeys, verbosity } = state;
  try {
    storage.setItem(KEY, JSON.stringify({ language, themeChoice, singleKeys, verbosity }));
  } catch {
    // Storage may be full or forbidden.
  }
}
