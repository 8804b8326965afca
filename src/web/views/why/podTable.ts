import { group } from "d3";
import { html, type TemplateResult } from "lit-html";
import { type PodState, podStateAt } from "../../../experiment/podState/podState.ts";
import type { PodRecord } from "../../../record/run.ts";
import { covers } from "../../../record/spans.ts";
import { ask } from "../../inquiry.ts";
import { proxiesOf } from "./proxyViews.ts";
import type { WhyTools } from "./whyTools.ts";

interface Shown {
  readonly pod: PodRecord;
  readonly state: PodState;
}

/** Every pod that is there as `kubectl get pods -o wide` shows it, by ReplicaSet, and who sends it traffic. */
export function podTable(tools: WhyTools): TemplateResult {
  const { run, at, t } = tools;
  const shown = run.pods.flatMap((pod): Shown[] => {
    const state = podStateAt(run, pod, at);
    return state === null ? [] : [{ pod, state }];
  });
  return html`<table class="pods">
    <caption>${t("why.pods", { count: shown.length })}</caption>
    <thead>
      <tr>
        <th scope="col">${t("why.pod")}</th>
        <th scope="col">${t("why.ready")}</th>
        <th scope="col">${t("why.status")}</th>
        <th scope="col">${t("why.node")}</th>
        <th scope="col">${t("why.endpoint")}</th>
        <th scope="col">${t("why.proxy")}</th>
      </tr>
    </thead>
    ${[...group(shown, ({ pod }) => pod.replicaSet)].map(
      ([replicaSet, pods]) => html`<tbody>
        <tr>
          <th scope="rowgroup" colspan="6">
            ${replicaSet} <small>${run.versions[pods[0]?.pod.version ?? 0]?.name}</small>
          </th>
        </tr>
        ${pods.map((each) => row(each, tools))}
      </tbody>`,
    )}
  </table>`;
}

function row({ pod, state }: Shown, tools: WhyTools): TemplateResult {
  const { at, app, lane, t, narrator } = tools;
  const { ready, restarts } = state;
  const mark = (truth: boolean): TemplateResult =>
    html`${truth ? "✓" : ""}<span class="out-of-sight">${narrator.say(truth ? "yes" : "no")}</span>`;
  return html`<tr>
    <th scope="row">
      <button type="button" class="link" @click=${() => ask(app, { lane, question: { about: "pod", pod: pod.name } })}>
        <span title=${pod.name}>…${pod.name.slice(pod.replicaSet.length)}</span>
      </button>
    </th>
    <td>${ready.count}/${ready.of}</td>
    <td>${breakable(state.status)}${restarts === 0 ? null : html` <small>${t("why.restarts", { count: restarts })}</small>`}</td>
    <td>${state.node ?? t("why.noNode")}</td>
    <td>${mark(covers(pod.endpointReady, at))}</td>
    <td>${proxiesOf(pod.id, tools)}</td>
  </tr>`;
}

/** `CrashLoopBackOff` may break between its words. */
function breakable(status: string): readonly TemplateResult[] {
  return status.split(/(?<=[a-z])(?=[A-Z])/).map((word) => html`${word}<wbr />`);
}
