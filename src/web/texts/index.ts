import { fill } from "../../report/texts/fill.ts";
import type { Language } from "../../report/texts/language.ts";
import type { Localized } from "../../scenario/scenario.ts";
import { en } from "./en.ts";
import { ko } from "./ko.ts";

export { fill } from "../../report/texts/fill.ts";
export { LANGUAGES, type Language } from "../../report/texts/language.ts";

export type TextKey = keyof typeof en;

/** Looks a text up and fills its `{places}`. */
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

const TABLES: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { en, ko };

export function translator(language: Language): Translate {
  const table = TABLES[language];
  return (key, values) => (values === undefined ? table[key] : fill(table[key], values));
}

/** The text of a scenario or a strategy in the reader's language. */
export function localized(text: Localized, language: Language): string {
  return text[language];
}

/** Korean for Korean browsers, English for all others. */
export function preferredLanguage(languages: readonly string[]): Language {
  return /^ko(-|$)/i.test(languages[0] ?? "") ? "ko" : "en";
}
