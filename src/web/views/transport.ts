import { html, type TemplateResult } from "lit-html";
import { toSeconds } from "../../kernel/time.ts";
import { ariaKeys, type CommandId, command } from "../commands.ts";
import { formatClock } from "../format.ts";
import { SPEEDS } from "../player.ts";
import type { Region, ViewTools } from "../region.ts";
import type { PageState } from "../store.ts";
import { endIcon, nextIcon, pauseIcon, playIcon, previousIcon, startIcon } from "./icons.ts";

type Slice = Pick<PageState, "playing" | "speed" | "reducedMotion"> & { clock: string; length: string };

/** Play, pause, step, speed: first in the order of Tab, so that what moves can be stopped at once. */
export const transport: Region<Slice> = {
  select: ({ playing, speed, reducedMotion, shownAt, result }) => {
    const span = result?.lanes[0]?.lane.run.window ?? { start: 0, end: 0 };
    return {
      playing,
      speed,
      reducedMotion,
      // The last instant of the run, one µs before its end, reads as the end.
      clock: formatClock(toSeconds(shownAt - span.start + 1)),
      length: formatClock(toSeconds(span.end - span.start)),
    };
  },
  view: ({ playing, speed, reducedMotion, clock, length }, tools) => {
    const { app, t } = tools;
    return html`
      <div class="buttons" role="group" aria-label=${t("player.title")}>
        ${reducedMotion ? stepButton(tools) : playButton(playing, tools)}
        ${button("toStart", startIcon, tools)} ${button("previousEvent", previousIcon, tools)}
        ${button("nextEvent", nextIcon, tools)} ${button("toEnd", endIcon, tools)}
      </div>
      <p class="clock"><span class="out-of-sight">${t("player.position")}</span><b>${clock}</b> <span>/ ${length}</span></p>
      <div class="segments speeds" role="group" aria-label=${t("player.speed")} ?hidden=${reducedMotion}>
        ${SPEEDS.map(
          (
            choice,
          ) => html`<button type="button" aria-pressed=${choice === speed} @click=${() => app.player.setSpeed(choice)}>
            ${choice}×
          </button>`,
        )}
      </div>
    `;
  },
};

function playButton(playing: boolean, { app, t }: ViewTools): TemplateResult {
  return html`<button
    type="button"
    class="play"
    data-testid="play"
    aria-keyshortcuts=${ariaKeys("playPause")}
    @click=${() => command("playPause").run(app)}
  >
    ${playing ? pauseIcon : playIcon}<span>${t(playing ? "player.pause" : "player.play")}</span>
  </button>`;
}

function stepButton({ app, t }: ViewTools): TemplateResult {
  return html`<button
    type="button"
    class="play"
    data-testid="play"
    aria-keyshortcuts=${ariaKeys("playPause")}
    @click=${() => command("nextEvent").run(app)}
  >
    ${nextIcon}<span>${t("player.nextEvent")}</span>
  </button>`;
}

function button(id: CommandId, picture: TemplateResult, { app, t }: ViewTools): TemplateResult {
  return html`<button
    type="button"
    title=${t(command(id).text)}
    aria-keyshortcuts=${ariaKeys(id)}
    @click=${() => command(id).run(app)}
  >
    ${picture}<span class="out-of-sight">${t(command(id).text)}</span>
  </button>`;
}
