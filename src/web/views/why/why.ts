import { html, nothing, type TemplateResult } from "lit-html";
import { guard } from "lit-html/directives/guard.js";
import { type Explanation, explain } from "../../../experiment/explain.ts";
import { SECOND } from "../../../kernel/time.ts";
import type { Run } from "../../../record/run.ts";
import { createNarrator } from "../../../report/narrator.ts";
import { ariaKeys } from "../../commands.ts";
import { ask, dismiss, type Inquiry } from "../../inquiry.ts";
import type { Region, ViewTools } from "../../region.ts";
import type { PageState, Result } from "../../store.ts";
import { strategyName } from "../../texts/names.ts";
import { closeIcon } from "../icons.ts";
import { chain } from "./chain.ts";
import { nowAnswer } from "./nowAnswer.ts";
import { podAnswer } from "./podAnswer.ts";
import { requestAnswer } from "./requestAnswer.ts";
import type { WhyTools } from "./whyTools.ts";

type Slice = Pick<PageState, "inquiry" | "result"> & { readonly at: number };

/** The answer to what was asked about a pod, a request, an event, or the moment: facts first, then the causes. */
export const why: Region<Slice> = {
  select: ({ inquiry, result, shownAt, playing }) => ({
    inquiry,
    result,
    // While the picture moves, once a second is enough to read.
    at: inquiry === null || isFixed(inquiry) ? 0 : playing ? Math.floor(shownAt / SECOND) * SECOND : shownAt,
  }),
  view: ({ inquiry, result, at }, tools) => {
    if (inquiry === null || result === null) return html``;
    const run = result.lanes[inquiry.lane]?.lane.run;
    if (run === undefined) return html``;
    const { t, app, language } = tools;
    return html`
      <div class="why-head">
        <h2>${t("why.title")} <span class="count">${strategyName(run.strategy, t)}</span></h2>
        ${inquiry.question.about === "now" ? nothing : nowButton(inquiry, tools)}
        <button type="button" class="round" aria-keyshortcuts=${ariaKeys("dismiss")} @click=${() => dismiss(app)}>
          ${closeIcon}<span class="out-of-sight">${t("why.close")}</span>
        </button>
      </div>
      <div class="why-body" data-scrolls tabindex="0" role="group" aria-label=${t("why.title")}>
        ${guard([inquiry, result, at, language], () => answer(inquiry, { result, run, at, tools }))}
      </div>
    `;
  },
};

/** Whether the answer is the same at every time. */
function isFixed({ question }: Inquiry): boolean {
  return question.about === "event" || question.about === "request";
}

function nowButton({ lane }: Inquiry, { app, t }: ViewTools): TemplateResult {
  return html`<button type="button" class="labelled" @click=${() => ask(app, { lane, question: { about: "now" } })}>
    ${t("why.allPods")}
  </button>`;
}

interface Setting {
  readonly result: Result;
  readonly run: Run;
  readonly at: number;
  readonly tools: ViewTools;
}

function answer({ lane, question }: Inquiry, { run, at, tools }: Setting): TemplateResult {
  const whyTools: WhyTools = { ...tools, run, lane, at, narrator: createNarrator(run, tools.language) };
  if (question.about === "now") {
    const moment = explain(run, { about: "moment", at });
    return moment.about === "moment" ? nowAnswer(moment, whyTools) : unanswered(whyTools);
  }
  return inWords(explain(run, question), whyTools);
}

function inWords(explanation: Explanation, tools: WhyTools): TemplateResult {
  switch (explanation.about) {
    case "event":
      return html`<h3>${tools.narrator.say("because")}</h3>${chain(explanation.chain, tools)}`;
    case "pod":
      return podAnswer(explanation, tools);
    case "request":
      return requestAnswer(explanation, tools);
    case "moment":
      return nowAnswer(explanation, tools);
    case "nothing":
      return unanswered(tools);
  }
}

/** Another world is on show since, and what was asked about is not in it. */
function unanswered({ t }: WhyTools): TemplateResult {
  return html`<p>${t("why.unanswered")}</p>`;
}
