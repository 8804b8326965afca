import { html, nothing, type TemplateResult } from "lit-html";
import { podStateAt } from "../../../experiment/podState/podState.ts";
import { toSeconds } from "../../../kernel/time.ts";
import type { PodRecord } from "../../../record/run.ts";
import { covers } from "../../../record/spans.ts";
import { formatClock } from "../../format.ts";
import { proxiesOf } from "./proxyViews.ts";
import type { WhyTools } from "./whyTools.ts";

/** The pod as `kubectl describe pod` shows it at the time on show, and what the Service knows of it. */
export function podStatus(pod: PodRecord, tools: WhyTools): TemplateResult {
  const { run, at, t, narrator } = tools;
  const state = podStateAt(run, pod, at);
  if (state === null) return html`<p class="hint">${t("why.podNotThere")}</p>`;
  const yesOrNo = (truth: boolean): string => narrator.say(truth ? "yes" : "no");
  const clock = (micros: number): string => formatClock(toSeconds(micros - run.window.start));
  return html`
    <dl class="status">
      <div><dt>${t("why.phase")}</dt><dd>${state.phase}</dd></div>
      <div><dt>${t("why.status")}</dt><dd>${state.status}</dd></div>
      <div><dt>${t("why.ready")}</dt><dd>${state.ready.count}/${state.ready.of}</dd></div>
      <div><dt>${t("why.node")}</dt><dd>${state.node ?? t("why.noNode")}</dd></div>
      <div><dt>${t("why.endpoint")}</dt><dd>${yesOrNo(covers(pod.endpointReady, at))}</dd></div>
      <div><dt>${t("why.proxy")}</dt><dd>${proxiesOf(pod.id, tools)}</dd></div>
    </dl>
    <table class="pods">
      <caption>${t("why.conditions")}</caption>
      <tbody>
        ${state.conditions.map(
          ({ type, status, reason, lastTransition }) => html`<tr>
            <th scope="row">${type}</th>
            <td>${status}${reason === "" ? nothing : html` <small>${reason}</small>`}</td>
            <td>${lastTransition < run.window.start ? nothing : t("why.since", { time: clock(lastTransition) })}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  `;
}
