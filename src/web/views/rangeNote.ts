import { html } from "lit-html";
import { toSeconds } from "../../kernel/time.ts";
import { ariaKeys } from "../commands.ts";
import { formatClock } from "../format.ts";
import { clearRange } from "../range.ts";
import type { Region } from "../region.ts";
import type { PageState } from "../store.ts";

/** Says that the numbers are of a part of the run only. */
export const rangeNote: Region<Pick<PageState, "range"> & { readonly origin: number }> = {
  select: ({ range, result }) => ({ range, origin: result?.comparison.twin.window.start ?? 0 }),
  view: ({ range, origin }, { app, t }) => {
    if (range === null) return html``;
    const time = (at: number): string => formatClock(toSeconds(at - origin));
    return html`<p class="range-note">
      ${t("range.only", { from: time(range.start), to: time(range.end) })}
      <button type="button" class="labelled" aria-keyshortcuts=${ariaKeys("dismiss")} @click=${() => clearRange(app)}>
        ${t("range.clear")}
      </button>
    </p>`;
  },
};
