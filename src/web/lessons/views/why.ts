import { html, type TemplateResult } from "lit-html";
import { causeChain } from "../../../experiment/causeChain.ts";
import { createNarrator } from "../../../report/narrator.ts";
import type { WhyChain } from "../../../scenario/lesson.ts";
import { chain } from "../../views/why/chain.ts";
import { lessonText } from "./text.ts";
import type { CardTools } from "./tools.ts";

/** The causes of an event as the engine has recorded them; each link leads to its moment. */
export function whyCard({ text, lane, event, which }: WhyChain, tools: CardTools): TemplateResult {
  const index = tools.session.base.lanes.findIndex(({ strategy }) => strategy === lane);
  const run = tools.session.base.lanes[index]?.run;
  if (run === undefined) return html`<p>${tools.say("why.gone")}</p>`;
  const isMeant = (entry: { readonly kind: string; readonly at: number }): boolean =>
    entry.kind === event && entry.at >= run.rollout.submittedAt;
  const entry = which === "first" ? run.events.find(isMeant) : run.events.findLast(isMeant);
  const causes = entry === undefined ? null : causeChain(run, entry.id);
  if (causes === null) return html`<p>${tools.say("why.gone")}</p>`;
  const narrator = createNarrator(run, tools.language);
  return html`
    <p>${lessonText(text, tools)}</p>
    ${chain(causes, { ...tools, run, lane: index, at: entry?.at ?? 0, narrator })}
  `;
}
