import type { TemplateResult } from "lit-html";
import { DEFINITIONS } from "../../measures/definitions/index.ts";
import type { MeasureId } from "../../measures/ids.ts";
import type { ViewTools } from "../region.ts";
import { whatButton } from "./whatButton.ts";

/** The "?" of a measure, for parts of the page that come with all definitions. `place`: see `Explained`. */
export function definitionButton(id: MeasureId, place: string, tools: ViewTools): TemplateResult {
  const definition = DEFINITIONS[id];
  return whatButton({ id, place, name: definition.label[tools.language], definition }, tools);
}
