import { html } from "lit-html";
import { toSeconds } from "../../kernel/time.ts";
import { ariaKeys, command } from "../commands.ts";
import { formatClock } from "../format.ts";
import type { Region } from "../region.ts";
import type { PageState } from "../store.ts";

/** What a person just did to the run, in words, with the way back. */
export const remark: Region<Pick<PageState, "remark">> = {
  select: ({ remark }) => ({ remark }),
  view: ({ remark }, { app, t }) => {
    if (remark === null) return html``;
    const { pod, at } = remark;
    return html`<p class="remark">
      ${t("remark.killed", { pod, time: formatClock(toSeconds(at)) })}
      <button type="button" class="labelled" aria-keyshortcuts=${ariaKeys("undo")} @click=${() => command("undo").run(app)}>
        ${t("command.undo")}
      </button>
    </p>`;
  },
};
