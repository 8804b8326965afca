import type { Detail } from "../../kernel/log.ts";
import { formatShare } from "../format.ts";
import type { MilestoneEntry } from "../lanes/milestones.ts";
import { en } from "./en.ts";
import type { Language, TextKey, Translate } from "./index.ts";

/** Words and numbers of the reader's language. */
export interface Speech {
  readonly t: Translate;
  readonly language: Language;
}

/** Facts that are shares and read as percent. */
const SHARES: ReadonlySet<string> = new Set(["errorRatio", "weight", "share"]);
/** Facts that are one of a few words of the model's, each with a text of its own. */
const WORDS: ReadonlySet<string> = new Set(["decision", "reason"]);

/** An event as one short sentence. What the event does not say is left out of it. */
export function eventText(entry: MilestoneEntry, speech: Speech): string {
  const values: Record<string, string | number> = { subject: entry.subject };
  for (const [name, value] of Object.entries(entry.detail)) values[name] = factText(name, value, speech);
  const sentence = speech.t(`event.${entry.kind}`, values);
  return sentence.replace(/\s*[:(]?\s*\{\w+\}\)?/g, "").trim();
}

function factText(name: string, value: Detail[string], { t, language }: Speech): string {
  if (SHARES.has(name) && typeof value === "number") return formatShare(value, language);
  const key = `word.${value}`;
  return WORDS.has(name) && key in en ? t(key as TextKey) : String(value);
}
