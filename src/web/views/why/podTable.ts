import { group } from "d3";
import { html, type TemplateResult } from "lit-html";
import type { PodRecord } from "../../../record/run.ts";
import { covers } from "../../../record/spans.ts";
import { ask } from "../../inquiry.ts";
import { podStateAt } from "../../stage/podPainter.ts";
import type { WhyTools } from "./whyTools.ts";

/** Every pod that is there, with what `kubectl get pods -o wide` shows of it, and who sends it traffic. */
export function podTable(tools: WhyTools): TemplateResult {
  const { run, at, t } = tools;
  const alive = run.pods.filter((pod) => podStateAt(pod, at) !== "gone");
  return html`<table class="pods">
    <caption>${t("why.pods", { count: alive.length })}</caption>
    <thead>
      <tr>
        <th scope="col">${t("why.pod")}</th>
        <th scope="col">${t("why.status")}</th>
        <th scope="col">${t("why.node")}</th>
        <th scope="col">${t("why.endpoint")}</th>
        <th scope="col">${t("why.proxy")}</th>
      </tr>
    </thead>
    ${[...group(alive, ({ replicaSet }) => replicaSet)].map(
      ([replicaSet, pods]) => html`<tbody>
        <tr>
          <th scope="rowgroup" colspan="5">
            ${replicaSet} <small>${run.versions[pods[0]?.version ?? 0]?.name}</small>
          </th>
        </tr>
        ${pods.map((pod) => row(pod, tools))}
      </tbody>`,
    )}
  </table>`;
}

function row(pod: PodRecord, { at, app, lane, t, narrator }: WhyTools): TemplateResult {
  const yesOrNo = (truth: boolean): TemplateResult =>
    truth
      ? html`✓<span class="out-of-sight">${narrator.say("yes")}</span>`
      : html`<span class="out-of-sight">${narrator.say("no")}</span>`;
  return html`<tr>
    <th scope="row">
      <button type="button" class="link" @click=${() => ask(app, { lane, question: { about: "pod", pod: pod.name } })}>
        <span title=${pod.name}>…${pod.name.slice(pod.replicaSet.length)}</span>
      </button>
    </th>
    <td>${narrator.say(`state.${podStateAt(pod, at)}`)}</td>
    <td>${pod.node === "" ? t("why.noNode") : pod.node}</td>
    <td>${yesOrNo(covers(pod.endpointReady, at))}</td>
    <td>${yesOrNo(covers(pod.routed, at))}</td>
  </tr>`;
}
