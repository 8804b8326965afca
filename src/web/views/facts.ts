import { html, nothing } from "lit-html";
import { toSeconds } from "../../kernel/time.ts";
import { valueAt } from "../../record/spans.ts";
import { formatClock, formatCount, formatShare, NOTHING } from "../format.ts";
import { badSoFar } from "../lanes/laneModel.ts";
import { trafficShares } from "../lanes/podGroups.ts";
import { binAt } from "../lanes/series.ts";
import type { Region } from "../region.ts";
import type { PageState } from "../store.ts";
import { strategyName } from "../texts/names.ts";
import { standingText } from "../texts/standingText.ts";

type Slice = Pick<PageState, "result" | "showTable" | "factsAt">;

/** The moving picture in words and numbers, for one instant: for whoever cannot see it, or wants to read it off. */
export const facts: Region<Slice> = {
  select: ({ result, showTable, factsAt }) => ({ result, showTable, factsAt }),
  view: ({ result, showTable, factsAt: at }, { t, language }) => {
    const first = result?.lanes[0]?.lane.run;
    if (result === null || first === undefined) return html``;
    return html`<div
      class=${showTable ? "facts" : "out-of-sight"}
      role="group"
      aria-label=${t("lanes.table")}
      tabindex=${showTable ? "0" : nothing}
      data-scrolls
    >
      <table>
        <caption>
          ${t("facts.caption", { time: formatClock(toSeconds(at - first.window.start)) })}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t("lanes.strategy")}</th>
            <th scope="col">${t("facts.state")}</th>
            <th scope="col">${t("facts.ready")}</th>
            <th scope="col">${t("facts.traffic")}</th>
            <th scope="col">${t("facts.errors")}</th>
            <th scope="col">${t("facts.badSoFar")}</th>
          </tr>
        </thead>
        <tbody>
          ${result.lanes.map((model) => {
            const { run } = model.lane;
            const share = binAt(model.badShare, at);
            const weights = trafficShares(run, at);
            return html`<tr>
              <th scope="row">${strategyName(run.strategy, t)}</th>
              <td>${standingText(run, at, { t })}</td>
              <td>
                ${run.versions
                  .map(
                    ({ name }, version) =>
                      `${name} ${valueAt(model.ready[version] ?? { at: [], value: [], end: 0 }, at)}`,
                  )
                  .join(", ")}
                ${t("facts.of", { wanted: run.desiredReplicas })}
              </td>
              <td>${run.versions.map(({ name }, version) => `${name} ${formatShare(weights[version] ?? 0, language)}`).join(", ")}</td>
              <td>${share === null ? NOTHING : formatShare(share, language)}</td>
              <td>${formatCount(badSoFar(model, at), language)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>`;
  },
};
