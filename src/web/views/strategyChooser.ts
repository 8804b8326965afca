import { html } from "lit-html";
import { toggleStrategy } from "../app.ts";
import type { Region } from "../region.ts";
import type { PageState } from "../store.ts";
import { localized } from "../texts/index.ts";
import { strategyName } from "../texts/names.ts";

type Slice = Pick<PageState, "strategies"> & { readonly shown: readonly string[] };

/** Which ways of deploying are compared: one button for each there is. */
export const strategyChooser: Region<Slice> = {
  select: ({ strategies, wantedStrategies, result }) => ({
    strategies,
    shown: wantedStrategies ?? result?.shownStrategies ?? NONE,
  }),
  view: ({ strategies, shown }, { app, t, language }) => html`<details class="chooser">
    <summary>${t("strategies.choose", { count: shown.length })}</summary>
    <div class="chips" role="group" aria-label=${t("strategies.title")}>
      ${strategies.map(
        ({ name, summary }) => html`<button
          type="button"
          title=${localized(summary, language)}
          aria-pressed=${shown.includes(name)}
          @click=${() => toggleStrategy(app, name)}
        >
          ${strategyName(name, t)}
        </button>`,
      )}
    </div>
  </details>`,
};

const NONE: readonly string[] = [];
