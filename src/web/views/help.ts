import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { COMMANDS, type Command, keyLabel } from "../commands.ts";
import type { Region } from "../region.ts";
import type { PageState, Verbosity } from "../store.ts";

type Slice = Pick<PageState, "singleKeys" | "verbosity">;

const VERBOSITIES = ["events", "regularly", "off"] as const satisfies readonly Verbosity[];

/** The inside of the help dialog: what the page is, every key, and what can be switched off. */
export const help: Region<Slice> = {
  select: ({ singleKeys, verbosity }) => ({ singleKeys, verbosity }),
  view: ({ singleKeys, verbosity }, { app, t }) => html`
    <h2 id="help-title">${t("help.title")}</h2>
    <p>${t("help.about")}</p>
    <table class="keys">
      <caption>${t("help.keys")}</caption>
      <tbody>
        ${COMMANDS.map((command) => html`<tr><th scope="row">${t(command.text)}</th><td>${keys(command)}</td></tr>`)}
      </tbody>
    </table>
    <label class="check">
      <input
        type="checkbox"
        .checked=${live(singleKeys)}
        @change=${(event: Event) => app.store.setState({ singleKeys: (event.currentTarget as HTMLInputElement).checked })}
      />
      ${t("help.singleKeys")}
    </label>
    <label class="field">
      <span>${t("help.verbosity")}</span>
      <select @change=${(event: Event) => app.store.setState({ verbosity: (event.currentTarget as HTMLSelectElement).value as Verbosity })}>
        ${VERBOSITIES.map(
          (choice) =>
            html`<option value=${choice} ?selected=${choice === verbosity}>${t(`verbosity.${choice}`)}</option>`,
        )}
      </select>
    </label>
    <form method="dialog"><button class="labelled">${t("help.close")}</button></form>
  `,
};

function keys(command: Command): readonly TemplateResult[] {
  return command.keys.map((key) => html`<kbd>${keyLabel(key)}</kbd> `);
}
