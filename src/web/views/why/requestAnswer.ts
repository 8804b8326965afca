import { html, type TemplateResult } from "lit-html";
import type { CauseChain } from "../../../experiment/causeChain.ts";
import type { RequestExplanation } from "../../../experiment/explainRequest.ts";
import { ask } from "../../inquiry.ts";
import { chain } from "./chain.ts";
import type { WhyTools } from "./whyTools.ts";

/** What became of a request, why, and what had happened to its pod. */
export function requestAnswer(request: RequestExplanation, tools: WhyTools): TemplateResult {
  const { narrator, app, lane, t } = tools;
  const { index, user, outcome, reason, pod } = request;
  const isSame = request.chain?.links[0] === request.podChain?.links[0];
  const paragraph = (title: "because" | "requestPodChain", told: CauseChain | null) =>
    told === null ? null : html`<h3>${narrator.say(title)}</h3>${chain(told, tools)}`;
  return html`
    <h3>${narrator.say("requestTitle", { index, user, outcome: narrator.say(`outcome.${outcome}`) })}</h3>
    <p><b>${narrator.say(`reason.${reason}`)}</b></p>
    <ul class="facts-list">${narrator.request(request).map((line) => html`<li>${line}</li>`)}</ul>
    ${
      pod === null
        ? null
        : html`<button
            type="button"
            class="labelled"
            @click=${() => ask(app, { lane, question: { about: "pod", pod: pod.record.name } })}
          >
            ${t("why.itsPod", { pod: pod.record.name })}
          </button>`
    }
    ${paragraph("because", request.chain)} ${isSame ? null : paragraph("requestPodChain", request.podChain)}
  `;
}
