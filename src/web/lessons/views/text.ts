import { html, type TemplateResult } from "lit-html";
import type { Localized } from "../../../scenario/scenario.ts";
import type { TextKey } from "../../texts/index.ts";
import { termNamed } from "../glossary/index.ts";
import { type Piece, piecesOf } from "../richText.ts";
import { type CardTools, inUnits } from "./tools.ts";

/** A lesson's text with its numbers from the run; a word of the field says what it means when it comes up first. */
export function lessonText(text: Localized, tools: CardTools): readonly (TemplateResult | string)[] {
  return piecesOf(text[tools.language]).map((piece) => inWords(piece, tools));
}

function inWords(piece: Piece, tools: CardTools): TemplateResult | string {
  switch (piece.kind) {
    case "words":
      return piece.text;
    case "measure":
      return html`<b class="measured">${measured(piece, tools)}</b>`;
    case "term":
      return term(piece.name, tools);
  }
}

function measured({ strategy, measure }: Extract<Piece, { kind: "measure" }>, tools: CardTools): string {
  const lane = tools.session.base.lanes.find((other) => other.strategy === strategy);
  if (lane === undefined) return "";
  if (measure === "result") return tools.t(`outcome.${lane.run.rollout.result}` as TextKey);
  return inUnits(measure, lane.measures[measure], tools);
}

/** `준비 프로브(readiness probe)` where it comes up first, `준비 프로브` from then on; a press opens the meaning. */
function term(name: string, { language, met, here }: CardTools): TemplateResult | string {
  const found = termNamed(name, language);
  if (found === null) return name;
  const target = `term-${name}`;
  const whole = found.other === "" ? found.name : `${found.name}(${found.other})`;
  const isFirst = !met.has(name) && !here.has(name);
  const button = html`<button type="button" class="term" popovertarget=${target}>${isFirst ? whole : found.name}</button>`;
  if (here.has(name)) return button;
  here.add(name);
  return html`${button}<span class="definition" id=${target} popover><b>${whole}</b><br />${found.meaning}</span>`;
}
