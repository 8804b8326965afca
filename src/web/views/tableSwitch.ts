import { html } from "lit-html";
import { ariaKeys, command } from "../commands.ts";
import type { Region } from "../region.ts";
import type { PageState } from "../store.ts";

/** Shows the text alternative to everybody. */
export const tableSwitch: Region<Pick<PageState, "showTable">> = {
  select: ({ showTable }) => ({ showTable }),
  view: ({ showTable }, { app, t }) => html`<button
    type="button"
    class="labelled"
    aria-pressed=${showTable}
    aria-keyshortcuts=${ariaKeys("table")}
    @click=${() => command("table").run(app)}
  >
    ${t("lanes.table")}
  </button>`,
};
