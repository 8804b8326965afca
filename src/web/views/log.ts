import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { repeat } from "lit-html/directives/repeat.js";
import { toSeconds } from "../../kernel/time.ts";
import { seekAndPause } from "../app.ts";
import { formatClock } from "../format.ts";
import { ask } from "../inquiry.ts";
import { filterLog, type LogLine } from "../lanes/logLines.ts";
import type { Region, ViewTools } from "../region.ts";
import type { LogScope, PageState } from "../store.ts";
import { eventText } from "../texts/eventText.ts";
import { strategyName } from "../texts/names.ts";

type Slice = Pick<PageState, "result" | "logScope" | "logLane" | "logWords" | "logTop" | "shownAt" | "copied">;

/** Height of a line; the style sheet has the same. */
export const LINE_HEIGHT = 40;
const LINES_SHOWN = 24;

/** What happened, in all lanes, by time. Only the lines in sight are in the document. */
export const log: Region<Slice> = {
  select: ({ result, logScope, logLane, logWords, logTop, shownAt, copied }) => ({
    result,
    logScope,
    logLane,
    logWords,
    logTop,
    shownAt,
    copied,
  }),
  view: (slice, tools) => {
    const { t, app } = tools;
    const lines = filterLog(slice, tools);
    const first = Math.max(0, Math.min(Math.floor(slice.logTop / LINE_HEIGHT) - 4, lines.length - LINES_SHOWN));
    const shown = lines.slice(first, first + LINES_SHOWN);
    return html`
      <h2>${t("log.title")} <span class="count">${t("log.count", { count: lines.length })}</span></h2>
      ${filters(slice, tools)}
      <div
        class="log-lines"
        data-scrolls
        tabindex="0"
        role="group"
        aria-label=${t("log.title")}
        @scroll=${(event: Event) => app.store.setState({ logTop: (event.currentTarget as HTMLElement).scrollTop })}
      >
        <ol .style=${`height: ${lines.length * LINE_HEIGHT}px`}>
          ${repeat(
            shown,
            ({ lane, entry: { id } }) => `${lane} ${id}`,
            (line, offset) => entry(line, { slice, tools, position: first + offset + 1, of: lines.length }),
          )}
        </ol>
        ${lines.length === 0 ? html`<p class="empty">${t("log.none")}</p>` : null}
      </div>
      <button
        type="button"
        class="labelled"
        @click=${() => copy(lines, tools)}
      >
        ${t(slice.copied ? "log.copied" : "log.copy")}
      </button>
    `;
  },
};

function filters({ result, logScope, logLane, logWords }: Slice, { app, t }: ViewTools): TemplateResult {
  const chosen = (event: Event): string => (event.currentTarget as HTMLSelectElement).value;
  return html`<div class="filters">
    <select
      aria-label=${t("log.scope")}
      .value=${live(logScope)}
      @change=${(event: Event) => app.store.setState({ logScope: chosen(event) as LogScope })}
    >
      <option value="milestones" ?selected=${logScope === "milestones"}>${t("log.milestones")}</option>
      <option value="everything" ?selected=${logScope === "everything"}>${t("log.everything")}</option>
    </select>
    <select
      aria-label=${t("log.lane")}
      @change=${(event: Event) => app.store.setState({ logLane: chosen(event) === "" ? null : Number(chosen(event)) })}
    >
      <option value="" ?selected=${logLane === null}>${t("log.allLanes")}</option>
      ${(result?.lanes ?? []).map(
        ({ lane }, index) =>
          html`<option value=${index} ?selected=${logLane === index}>${strategyName(lane.strategy, t)}</option>`,
      )}
    </select>
    <input
      type="search"
      aria-label=${t("log.search")}
      placeholder=${t("log.search")}
      .value=${live(logWords)}
      @input=${(event: Event) => app.store.setState({ logWords: (event.currentTarget as HTMLInputElement).value })}
    />
  </div>`;
}

interface Place {
  readonly slice: Slice;
  readonly tools: ViewTools;
  readonly position: number;
  readonly of: number;
}

function entry({ lane, entry: event }: LogLine, { slice, tools, position, of }: Place): TemplateResult {
  const { app, t } = tools;
  const run = slice.result?.lanes[lane]?.lane.run;
  if (run === undefined) return html``;
  const whyOf = (id: number): void => {
    seekAndPause(app, event.at);
    ask(app, { lane, question: { about: "event", id } });
  };
  return html`<li
    .style=${`top: ${(position - 1) * LINE_HEIGHT}px`}
    aria-posinset=${position} aria-setsize=${of} ?data-past=${event.at <= slice.shownAt}>
    <button type="button" title=${eventText(event, tools)} @click=${() => whyOf(event.id)}>
      <span class="when">${formatClock(toSeconds(event.at - run.window.start))}</span>
      <span class="who">${strategyName(run.strategy, t)}</span>
      <span class="what-happened">${eventText(event, tools)}</span>
    </button>
  </li>`;
}

/** The lines as they stand, tab-separated: time, strategy, event. */
function copy(lines: readonly LogLine[], tools: ViewTools): void {
  const { app, t } = tools;
  const { result } = app.store.getState();
  const text = lines.map(({ lane, entry: event }) => {
    const run = result?.lanes[lane]?.lane.run;
    const at = formatClock(toSeconds(event.at - (run?.window.start ?? 0)));
    return `${at}\t${strategyName(run?.strategy ?? "", t)}\t${eventText(event, tools)}`;
  });
  const done = (): void => app.store.setState({ copied: true });
  navigator.clipboard.writeText(text.join("\n")).then(done, () => app.store.setState({ copied: false }));
}
