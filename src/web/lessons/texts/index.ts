import { fill, type Language } from "../../texts/index.ts";
import { en } from "./en.ts";
import { ko } from "./ko.ts";

export type LessonKey = keyof typeof en;
export type LessonTranslate = (key: LessonKey, values?: Readonly<Record<string, string | number>>) => string;

const TABLES: Readonly<Record<Language, Readonly<Record<LessonKey, string>>>> = { en, ko };

export function lessonTranslator(language: Language): LessonTranslate {
  return (key, values = {}) => fill(TABLES[language][key], values);
}
