import type { Localized } from "../../scenario/scenario.ts";
import { en } from "./en.ts";
import { ko } from "./ko.ts";

export const LANGUAGES = ["en", "ko"] as const;
export type Language = (typeof LANGUAGES)[number];
export type TextKey = keyof typeof en;

/** Looks a text up and fills its `{places}`. */
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

const TABLES: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { en, ko };

export function translator(language: Language): Translate {
  const table = TABLES[language];
  return (key, values) => (values === undefined ? table[key] : fill(table[key], values));
}

/** Replaces `{name}` by `values.name`; a place without a value stays as it is, so that a mistake is seen. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** The text of a scenario or a strategy in the reader's language. */
export function localized(text: Localized, language: Language): string {
  return text[language];
}

/** Korean for Korean browsers, English for all others. */
export function preferredLanguage(languages: readonly string[]): Language {
  return /^ko(-|$)/i.test(languages[0] ?? "") ? "ko" : "en";
}
