import { eventText as sentenceOf } from "../../report/texts/eventText.ts";
import { formatShare } from "../format.ts";
import type { MilestoneEntry } from "../lanes/milestones.ts";
import type { Language, Translate } from "./index.ts";

/** Words and numbers of the reader's language. */
export interface Speech {
  readonly t: Translate;
  readonly language: Language;
}

/** An event as one short sentence, with numbers as the page writes them. */
export function eventText(entry: MilestoneEntry, { language }: Speech): string {
  return sentenceOf(entry, { language, share: (value) => formatShare(value, language) });
}
