import { html, nothing, type TemplateResult } from "lit-html";
import type { ProxyRecord } from "../../../record/proxyRecord.ts";
import type { WhyTools } from "./whyTools.ts";

/** How many of the proxies send users to the pod: `2/3`. */
export function proxiesOf(pod: number, { run, at }: WhyTools): string {
  const sending = run.proxies.filter((proxy) => knows(proxy, pod, at)).length;
  return `${sending}/${run.proxies.length}`;
}

/** Each proxy with the endpoints as it knows them: they learn at different moments, and a late one sends to pods that are gone. */
export function proxyTable({ run, at, t }: WhyTools): TemplateResult | typeof nothing {
  if (run.proxies.length < 2) return nothing;
  return html`<table class="pods">
    <caption>${t("why.proxies", { count: run.proxies.length })}</caption>
    <tbody>
      ${run.proxies.map((proxy) => {
        const known = run.pods.filter(({ id }) => knows(proxy, id, at));
        return html`<tr>
          <th scope="row">${proxy.name}</th>
          <td>${known.length}</td>
          <td>${known.map(({ name, replicaSet }) => `…${name.slice(replicaSet.length)}`).join(" ")}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

function knows({ programmed }: ProxyRecord, pod: number, at: number): boolean {
  return programmed.some((span) => span.pod === pod && span.start <= at && at < span.end);
}
