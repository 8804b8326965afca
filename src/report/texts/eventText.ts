import type { Detail, LogEntry } from "../../kernel/log.ts";
import type { EventKind } from "../../record/events.ts";
import { en } from "./events/en.ts";
import { ko } from "./events/ko.ts";
import { fill } from "./fill.ts";
import type { Language } from "./language.ts";

/** The reader's language, and how a share 0–1 is written for the reader. */
export interface EventSpeech {
  readonly language: Language;
  readonly share: (value: number) => string;
}

type EventTextKey = keyof typeof en;
const TABLES: Readonly<Record<Language, Readonly<Record<EventTextKey, string>>>> = { en, ko };

/** Facts that are shares and read as percent. */
const SHARES: ReadonlySet<string> = new Set(["errorRatio", "weight", "share"]);
/** Facts that are one of a few words of the model's, each with a text of its own. */
const WORDS: ReadonlySet<string> = new Set(["decision", "reason", "outcome", "conclusion", "by"]);

/** An event as one short sentence. What the event does not say is left out of it. */
export function eventText(entry: LogEntry<EventKind>, speech: EventSpeech): string {
  const values: Record<string, string | number> = { subject: entry.subject };
  for (const [name, value] of Object.entries(entry.detail)) values[name] = factText(name, value, speech);
  const sentence = fill(withoutUnsaid(TABLES[speech.language][`event.${entry.kind}`], values), values);
  return placed(sentence.trim(), entry);
}

/** Says in which of several clusters it happened, unless the name of what it happened to says so already. */
function placed(sentence: string, { subject, detail }: LogEntry): string {
  const { cluster } = detail;
  if (typeof cluster !== "string" || subject.startsWith(`${cluster}/`)) return sentence;
  return `${sentence} [${cluster}]`;
}

/** Takes the places that have no value out of a text, with the brackets or the colon they stand behind. */
function withoutUnsaid(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\s*[:(]?\s*\{(\w+)\}\)?/g, (place, name: string) => (values[name] === undefined ? "" : place));
}

function factText(name: string, value: Detail[string], { language, share }: EventSpeech): string {
  if (SHARES.has(name) && typeof value === "number") return share(value);
  const key = `word.${value}`;
  return WORDS.has(name) && key in en ? TABLES[language][key as EventTextKey] : String(value);
}
