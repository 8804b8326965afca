import { html, type TemplateResult } from "lit-html";
import type { PodExplanation, Stage } from "../../../experiment/explain.ts";
import { toSeconds } from "../../../kernel/time.ts";
import { seekAndPause } from "../../app.ts";
import { killPod } from "../../faults.ts";
import { formatClock } from "../../format.ts";
import { goneAt } from "../../lanes/podSlots.ts";
import { eventText } from "../../texts/eventText.ts";
import { chain } from "./chain.ts";
import { podStatus } from "./podStatus.ts";
import type { WhyTools } from "./whyTools.ts";

/** A pod as it is now, its whole life, and why it had to go. */
export function podAnswer(explanation: PodExplanation, tools: WhyTools): TemplateResult {
  const { pod, version, life, end, restarts } = explanation;
  const { narrator } = tools;
  return html`
    <h3>${narrator.say("podTitle", { name: pod.name, version })}</h3>
    <p class="hint">
      ${pod.node === "" ? narrator.say("podNoNode", { restarts }) : narrator.say("podPlace", { node: pod.node, restarts })}
    </p>
    ${podStatus(pod, tools)}
    ${
      tools.at < goneAt(pod)
        ? html`<button type="button" class="labelled" @click=${() => killPod(tools.app, pod.name)}>${tools.t("why.kill")}</button>`
        : null
    }
    <h3>${narrator.say("podLife")}</h3>
    <ol class="chain">${life.map((stage) => html`<li>${stageLine(stage, { life, tools })}</li>`)}</ol>
    ${
      end === null
        ? html`<p class="hint">${narrator.say("podLives")}</p>`
        : html`<h3>${narrator.say("podEnded")}</h3>${chain(end, tools)}`
    }
  `;
}

interface Place {
  readonly life: readonly Stage[];
  readonly tools: WhyTools;
}

function stageLine(stage: Stage, { life, tools }: Place): TemplateResult {
  const { at, state, event, root } = stage;
  const { app, run, t, language, narrator } = tools;
  return html`<button
    type="button"
    class="link"
    aria-current=${isCurrent(tools, stage, life) ? "step" : "false"}
    @click=${() => seekAndPause(app, at)}
  >
    <span class="when">${formatClock(toSeconds(at - run.window.start))}</span>
    <span>
      <b>${narrator.say(`state.${state}`)}</b>${event === null ? null : html` – ${eventText(event, { t, language })}`}
      ${root === null || root === event ? null : html`<small>${narrator.say("podBegan")}: ${eventText(root, { t, language })}</small>`}
    </span>
  </button>`;
}

/** Whether the pod is in this stage of its life at the time on show. */
function isCurrent({ at }: WhyTools, stage: Stage, life: readonly Stage[]): boolean {
  const next = life[life.indexOf(stage) + 1];
  return stage.at <= at && (next === undefined || at < next.at);
}
