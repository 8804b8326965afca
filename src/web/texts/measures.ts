import { DEFINITIONS } from "../../measures/definitions/index.ts";
import type { MeasureId } from "../../measures/ids.ts";
import type { Language } from "./index.ts";

/** The measures bring their own texts: one definition for the page, the tables and the documentation. */
export function measureLabel(id: MeasureId, { language }: { readonly language: Language }): string {
  return DEFINITIONS[id].label[language];
}
