import { html, nothing, type TemplateResult } from "lit-html";
import { guard } from "lit-html/directives/guard.js";
import type { Micros } from "../../kernel/time.ts";
import { stepIndex, valueAt } from "../../record/spans.ts";
import { toggleLane } from "../app.ts";
import { errorChart } from "../charts/errorChart.ts";
import { latencyChart } from "../charts/latencyChart.ts";
import { readyChart } from "../charts/readyChart.ts";
import { ariaKeys, LANE_KEYS } from "../commands.ts";
import { formatLatency, formatShare, NOTHING } from "../format.ts";
import { ghostOf } from "../ghost.ts";
import { ask } from "../inquiry.ts";
import type { LaneModel } from "../lanes/laneModel.ts";
import { abortRatio } from "../lanes/phase.ts";
import { binAt } from "../lanes/series.ts";
import type { Region, ViewTools } from "../region.ts";
import type { PageState, Result } from "../store.ts";
import { strategyName } from "../texts/names.ts";
import { standingText } from "../texts/standingText.ts";
import { backIcon } from "./icons.ts";
import { meterHeads, meters } from "./meters.ts";

type Slice = Pick<
  PageState,
  "result" | "definitions" | "shownAt" | "historyWidth" | "lanesOff" | "openLane" | "ghost" | "part" | "spotlight"
>;

/** One row per strategy: who carries it out and where it stands, the moving picture, its history, what it cost. */
export const lanes: Region<Slice> = {
  select: ({ result, definitions, shownAt, historyWidth, lanesOff, openLane, ghost, part, spotlight }) => ({
    result,
    definitions,
    shownAt,
    historyWidth,
    lanesOff,
    openLane,
    ghost,
    part,
    spotlight,
  }),
  view: (slice, tools) => {
    const { result } = slice;
    const { t } = tools;
    if (result === null) return html`<p class="empty">${t("lanes.empty")}</p>`;
    return html`
      <h2 class="out-of-sight">${t("lanes.title")}</h2>
      <div class="lane heads" aria-hidden=${slice.openLane === null ? "false" : "true"}>
        <span>${t("lanes.strategy")}</span>
        <span>${t("lanes.picture")}</span>
        <span>${t("lanes.history")}</span>
        ${meterHeads(slice.definitions, tools)}
      </div>
      ${result.lanes.map((model, index) => lane(model, { index, result, slice, tools }))}
    `;
  },
};

interface Place {
  readonly index: number;
  readonly result: Result;
  readonly slice: Slice;
  readonly tools: ViewTools;
}

function lane(model: LaneModel, { index, result, slice, tools }: Place): TemplateResult {
  const { app, t, language } = tools;
  const off = slice.lanesOff.includes(index);
  const name = strategyName(model.lane.strategy, t);
  return html`
    <article
      class="lane"
      aria-labelledby="lane-${index}"
      data-strategy=${model.lane.strategy}
      ?data-dimmed=${off}
      ?data-spotlight=${slice.spotlight === model.lane.strategy}
      ?data-open=${slice.openLane === index}
      ?data-closed=${slice.openLane !== null && slice.openLane !== index}
    >
      <div class="lane-head">
        <button type="button" class="back" @click=${() => app.store.setState({ openLane: null })}>
          ${backIcon} ${t("lanes.all")}
        </button>
        <h3 id="lane-${index}">
          <button type="button" class="name" aria-expanded=${slice.openLane === index} @click=${() => app.store.setState({ openLane: index })}>${name}</button>
          <label class="toggle">
            <input type="checkbox" .checked=${!off} aria-keyshortcuts=${LANE_KEYS[index] ?? nothing} @change=${() => toggleLane(app, index)} />
            <span>${name}</span>
          </label>
        </h3>
        <p class="rules">${model.lane.run.carriedOutBy}</p>
        ${nowText(model, slice.shownAt, tools)}
      </div>
      <div class="stage" data-stage=${index}>
        <button type="button" class="labelled pods-button" aria-keyshortcuts=${ariaKeys("why")} @click=${() => ask(app, { lane: index, question: { about: "now" } })}>
          ${t("why.open")}<span class="out-of-sight"> ${name}</span>
        </button>
      </div>
      <div class="history" data-history>
        ${captions(model, slice.shownAt, tools)}
        ${guard([result, slice.historyWidth, language, slice.ghost], () => charts(model, { result, slice, tools }))}
      </div>
      ${guard([result, language, slice.ghost, slice.part], () => meters(result, index, { ...slice, tools }))}
    </article>
  `;
}

/** Where the rollout stands, and once it was aborted, the two numbers that decided. */
function nowText({ lane: { run } }: LaneModel, at: Micros, tools: ViewTools): TemplateResult {
  const aborted = run.rollout.abortedAt !== null && run.rollout.abortedAt <= at;
  const seen = aborted ? abortRatio(run) : null;
  const { language, t } = tools;
  return html`<p class="now">${standingText(run, at, tools)}</p>
    ${
      seen === null
        ? null
        : html`<p class="why">
            ${t("phase.why", { seen: formatShare(seen, language), limit: formatShare(run.monitoring.threshold, language) })}
          </p>`
    }`;
}

/** The charts' names with the values at the time on show. */
function captions(model: LaneModel, at: Micros, { t, language }: ViewTools): TemplateResult {
  const { run } = model.lane;
  const ready = run.versions.map(({ name }, version) => {
    const steps = model.ready[version];
    return `${name} ${steps === undefined ? 0 : valueAt(steps, at)}`;
  });
  const share = binAt(model.badShare, at);
  const latency = [model.latencyMedian, model.latencyTail].map((series) => binAt(series, at));
  const last =
    run.monitoring.service[
      stepIndex(
        run.monitoring.service.map((seen) => seen.at),
        at,
      )
    ]?.errorRatio ?? null;
  return html`
    <p class="caption ready"><span>${t("chart.ready")}</span> <b>${ready.join(" · ")}</b></p>
    <p class="caption errors">
      <span>${t("chart.errors")}</span>
      <b>${t("chart.feltSeen", { felt: shareText(share, language), seen: shareText(last, language) })}</b>
    </p>
    <p class="caption latency">
      <span>${t("chart.latency")}</span>
      <b>${latency.map((value) => (value === null ? NOTHING : formatLatency(value, language))).join(" · ")}</b>
    </p>
  `;
}

function shareText(share: number | null, language: ViewTools["language"]): string {
  return share === null ? NOTHING : formatShare(share, language);
}

const HEIGHTS = { ready: 40, errors: 34, latency: 24 } as const;

function charts(model: LaneModel, { result, slice, tools }: Pick<Place, "result" | "slice" | "tools">): TemplateResult {
  const { podsMost, badShareMost, latency } = result.scales;
  const { language } = tools;
  const width = slice.historyWidth;
  const ghost = ghostOf(slice.ghost, model);
  if (width < 80) return html``;
  return html`
    <div class="plot-ready">${readyChart(model, { width, height: HEIGHTS.ready, most: podsMost, ghost })}</div>
    <div class="plot-errors">${errorChart(model, { width, height: HEIGHTS.errors, most: badShareMost, language, ghost })}</div>
    <div class="plot-latency">${latencyChart(model, { width, height: HEIGHTS.latency, range: latency, language, ghost })}</div>
  `;
}
