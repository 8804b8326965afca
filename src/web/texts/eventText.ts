import type { MilestoneEntry } from "../lanes/milestones.ts";
import type { Translate } from "./index.ts";

/** An event as one short sentence. */
export function eventText(entry: MilestoneEntry, t: Translate): string {
  const sentence = t(`event.${entry.kind}`, { subject: entry.subject, ...entry.detail });
  // A sentence may name facts that this event does not bring.
  return sentence.replace(/\s*[:(]?\s*\{\w+\}\)?/g, "");
}
