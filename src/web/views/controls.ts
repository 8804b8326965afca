import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { nextSeed, resetAll, resetKnob, setKnob, setSeed } from "../app.ts";
import { ariaKeys, command } from "../commands.ts";
import { formatDuration } from "../format.ts";
import { KNOB_RANGES, type KnobRange, type Knobs } from "../knobs.ts";
import type { Region, ViewTools } from "../region.ts";
import type { PageState } from "../store.ts";
import { diceIcon, redoIcon, resetIcon, undoIcon } from "./icons.ts";
import { sweepStrip } from "./sweepStrip.ts";

type Slice = Pick<
  PageState,
  "changes" | "faults" | "seed" | "wantedStrategies" | "past" | "future" | "sweep" | "result" | "definitions"
> & {
  knobs: Knobs | null;
  shownSeed: string;
  version: string;
};

/** "What if …": the sliders that change the scenario, and the seed. */
export const controls: Region<Slice> = {
  select: ({ changes, faults, seed, wantedStrategies, past, future, sweep, result, definitions }) => ({
    changes,
    sweep,
    result,
    definitions,
    faults,
    wantedStrategies,
    past,
    future,
    seed,
    knobs: result?.knobs ?? null,
    shownSeed: result?.comparison.seed ?? "",
    version: result?.comparison.lanes[0]?.run.versions.find(({ role }) => role === "new")?.name ?? "v2",
  }),
  view: (slice, tools) => {
    const { app, t } = tools;
    const untouched =
      Object.keys(slice.changes).length === 0 &&
      slice.faults === null &&
      slice.seed === "" &&
      slice.wantedStrategies === null;
    return html`
      <h2>${t("controls.title")}</h2>
      ${KNOB_RANGES.map((range) => slider(range, slice, tools))}
      <div class="seed">
        <label class="field">
          <span>${t("controls.seed")}</span>
          <input
            type="text"
            autocomplete="off"
            spellcheck="false"
            maxlength="40"
            .value=${live(slice.seed === "" ? slice.shownSeed : slice.seed)}
            @change=${(event: Event) => setSeed(app, (event.currentTarget as HTMLInputElement).value.trim())}
          />
        </label>
        <button type="button" title=${t("command.nextSeed")} aria-keyshortcuts=${ariaKeys("nextSeed")} @click=${() => nextSeed(app)}>
          ${diceIcon}<span class="out-of-sight">${t("command.nextSeed")}</span>
        </button>
        <button type="button" class="labelled" aria-disabled=${untouched} @click=${() => untouched || resetAll(app)}>
          ${resetIcon} ${t("controls.reset")}
        </button>
        ${stepButton("undo", undoIcon, { possible: slice.past.length > 0, tools })}
        ${stepButton("redo", redoIcon, { possible: slice.future.length > 0, tools })}
      </div>
      <p class="hint">${t("controls.hint")}</p>
    `;
  },
};

function slider(range: KnobRange, slice: Slice, tools: ViewTools): TemplateResult {
  const { changes, knobs, version, sweep } = slice;
  const { app, t } = tools;
  const { name } = range;
  const value = changes[name] ?? knobs?.[name] ?? range.min;
  const text = knobText(name, value, tools);
  const changed = changes[name] !== undefined;
  return html`
    <div class="slider" ?data-changed=${changed}>
      <label for="knob-${name}">${t(`knob.${name}`, { version })}</label>
      <output for="knob-${name}">${text}</output>
      <input
        id="knob-${name}"
        type="range"
        min=${range.min}
        max=${Math.max(range.max, value)}
        step=${range.step}
        aria-valuetext=${text}
        .value=${live(String(value))}
        ?disabled=${knobs === null}
        @input=${(event: Event) => setKnob(app, name, Number((event.currentTarget as HTMLInputElement).value))}
        @focus=${() => app.store.setState({ sweptKnob: name })}
        @blur=${() => app.store.setState({ sweptKnob: null })}
        @pointerdown=${() => app.store.setState({ dragging: true })}
        @pointerup=${() => app.store.setState({ dragging: false })}
        @pointercancel=${() => app.store.setState({ dragging: false })}
        @dblclick=${() => resetKnob(app, name)}
      />
      ${sweepStrip(sweep?.knob === name ? sweep : null, slice, tools)}
    </div>
  `;
}

function stepButton(
  id: "undo" | "redo",
  picture: TemplateResult,
  { possible, tools: { app, t } }: { readonly possible: boolean; readonly tools: ViewTools },
): TemplateResult {
  return html`<button
    type="button"
    title=${t(command(id).text)}
    aria-keyshortcuts=${ariaKeys(id)}
    aria-disabled=${!possible}
    @click=${() => command(id).run(app)}
  >
    ${picture}<span class="out-of-sight">${t(command(id).text)}</span>
  </button>`;
}

function knobText(name: keyof Knobs, value: number, { t, language }: ViewTools): string {
  if (name === "errorPercent") return `${value}%`;
  if (name === "bootSeconds") return value >= 60 ? formatDuration(value, language) : t("unit.seconds", { value });
  if (name === "ratePerSecond") return t("unit.perSecond", { value });
  return t("unit.pods", { value });
}
