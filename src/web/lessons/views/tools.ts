import type { MeasureId } from "../../../measures/ids.ts";
import { formatMeasure } from "../../format.ts";
import type { ViewTools } from "../../region.ts";
import type { LessonSession } from "../session.ts";
import type { LessonTranslate } from "../texts/index.ts";

/** What every card gets beside its own part of the lesson. */
export interface CardTools extends ViewTools {
  readonly session: LessonSession;
  /** The lessons' own texts. */
  readonly say: LessonTranslate;
  /** Words of the glossary that earlier cards have named. */
  readonly met: ReadonlySet<string>;
  /** Those that this card has named so far; grows while it is drawn. */
  readonly here: Set<string>;
}

/** A measure of the lesson's run as the page writes it. */
export function inUnits(
  measure: MeasureId,
  value: number | null,
  { session, language }: Pick<CardTools, "session" | "language">,
): string {
  const currency = session.base.scenario.prices.currency;
  return formatMeasure(measure, value, { currency, language });
}
