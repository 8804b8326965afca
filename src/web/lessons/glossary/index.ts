import type { Language } from "../../texts/index.ts";
import { en } from "./en.ts";
import { ko } from "./ko.ts";

/** A word of the field. */
export interface Term {
  readonly name: string;
  /** The same in the other language, or spelled out; empty: there is nothing to add. */
  readonly other: string;
  readonly meaning: string;
}

const TABLES: Readonly<Record<Language, Readonly<Record<string, Term>>>> = { en, ko };

/** Null: a person's own lesson may name words that the glossary does not know. */
export function termNamed(name: string, language: Language): Term | null {
  const table = TABLES[language];
  return Object.hasOwn(table, name) ? (table[name] ?? null) : null;
}
