import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { SECOND, toSeconds } from "../../../kernel/time.ts";
import { addFault, moveFault, type PlacedFault, placedFaults, removeFault } from "../../faults.ts";
import { formatClock } from "../../format.ts";
import type { Region, ViewTools } from "../../region.ts";
import type { PageState } from "../../store.ts";
import { faultName } from "../../texts/names.ts";
import { closeIcon } from "../icons.ts";

/** The faults at hand: one that hits a process, a machine, the users, the network, the supply and the sight. */
export const PALETTE_FAULTS = [
  "podKill",
  "nodeFailure",
  "trafficSpike",
  "networkDelay",
  "registryDown",
  "monitoringDown",
] as const;

type Slice = Pick<PageState, "faults" | "result" | "killing">;

/** Faults to put into the run, and those that are in it: all that can be done to them by pointer can be done here by key. */
export const faultPalette: Region<Slice> = {
  select: ({ faults, result, killing }) => ({ faults, result, killing }),
  view: (slice, tools) => {
    const { app, t } = tools;
    const placed = placedFaults(slice);
    const add = (kind: string): void => addFault(app, { kind, at: app.player.at - app.player.span.start });
    return html`<details class="faults">
      <summary>${t("faults.inject", { count: placed.length })}</summary>
      <p class="hint">${t("faults.hint")}</p>
      <div class="chips" role="group" aria-label=${t("faults.inject", { count: placed.length })}>
        ${PALETTE_FAULTS.map(
          (kind) =>
            html`<button type="button" data-fault=${kind} @click=${() => add(kind)}>${faultName(kind, t)}</button>`,
        )}
      </div>
      <button
        type="button"
        class="labelled"
        aria-pressed=${slice.killing}
        @click=${() => app.store.setState({ killing: !slice.killing })}
      >
        ${t("faults.killing")}
      </button>
      ${placed.length === 0 ? nothing : html`<ul>${placed.map((fault) => line(fault, tools))}</ul>`}
    </details>`;
  },
};

function line({ index, kind, at }: PlacedFault, { app, t }: ViewTools): TemplateResult {
  const { start, end } = app.player.span;
  const name = faultName(kind, t);
  return html`<li>
    <span>${name}</span>
    ${
      at === null
        ? html`<small>${t("faults.byChance")}</small>`
        : html`<output>${formatClock(toSeconds(at))}</output>
            <input
              type="range"
              aria-label=${t("faults.when", { fault: name })}
              aria-valuetext=${formatClock(toSeconds(at))}
              min="0"
              max=${end - start}
              step=${SECOND}
              .value=${live(String(at))}
              @input=${(event: Event) => moveFault(app, index, Number((event.currentTarget as HTMLInputElement).value))}
            />`
    }
    <button type="button" title=${t("faults.remove", { fault: name })} @click=${() => removeFault(app, index)}>
      ${closeIcon}<span class="out-of-sight">${t("faults.remove", { fault: name })}</span>
    </button>
  </li>`;
}
