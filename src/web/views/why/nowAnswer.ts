import { html, type TemplateResult } from "lit-html";
import type { MomentExplanation } from "../../../experiment/explainMoment.ts";
import { link } from "./chain.ts";
import { podTable } from "./podTable.ts";
import { proxyTable } from "./proxyViews.ts";
import type { WhyTools } from "./whyTools.ts";

/** What is going on: the numbers, every pod as the API has it, and what happened last. */
export function nowAnswer(moment: MomentExplanation, tools: WhyTools): TemplateResult {
  const { narrator } = tools;
  return html`
    <h3>${narrator.say("momentTitle", { time: narrator.time(moment.at) })}</h3>
    <ul class="facts-list">${narrator.moment(moment).map((line) => html`<li>${line}</li>`)}</ul>
    ${podTable(tools)} ${proxyTable(tools)}
    <h3>${narrator.say("momentEvents")}</h3>
    <ol class="chain">${moment.events.toReversed().map((entry) => html`<li>${link(entry, tools)}</li>`)}</ol>
  `;
}
