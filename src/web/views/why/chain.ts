import { html, type TemplateResult } from "lit-html";
import type { CauseChain, Entry } from "../../../experiment/causeChain.ts";
import { toSeconds } from "../../../kernel/time.ts";
import { seekAndPause } from "../../app.ts";
import { formatClock } from "../../format.ts";
import { eventText } from "../../texts/eventText.ts";
import type { WhyTools } from "./whyTools.ts";

/** From the effect back to what began it, each link a way to its moment. */
export function chain({ links, omitted, root }: CauseChain, tools: WhyTools): TemplateResult {
  const { narrator } = tools;
  const last = links.length - 1;
  return html`
    <ol class="chain">
      ${links.map(
        (entry, index) =>
          html`${omitted > 0 && index === last ? html`<li class="hint">${narrator.say("omitted", { count: omitted })}</li>` : null}
            <li>${link(entry, tools)}</li>`,
      )}
    </ol>
    <p class="hint">${narrator.beginning(root)}</p>
  `;
}

/** An event with its time; a click goes there. */
export function link(entry: Entry, { app, run, t, language }: WhyTools): TemplateResult {
  return html`<button type="button" class="link" @click=${() => seekAndPause(app, entry.at)}>
    <span class="when">${formatClock(toSeconds(entry.at - run.window.start))}</span>
    <span>${eventText(entry, { t, language })}</span>
  </button>`;
}
