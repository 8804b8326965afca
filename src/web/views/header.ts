import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { choosePreset } from "../app.ts";
import { ariaKeys, command } from "../commands.ts";
import type { Region } from "../region.ts";
import type { CatalogueEntry, PageState } from "../store.ts";
import { LANGUAGES, type Language, localized } from "../texts/index.ts";
import { THEME_CHOICES, type ThemeChoice } from "../theme.ts";

type Slice = Pick<PageState, "catalogue" | "preset" | "themeChoice">;

/** The name of the place, which scenario is on, language, theme, help. */
export const header: Region<Slice> = {
  select: ({ catalogue, preset, themeChoice }) => ({ catalogue, preset, themeChoice }),
  view: ({ catalogue, preset, themeChoice }, { app, t, language }) => html`
    <h1>Drydock <span class="tagline">${t("page.tagline")}</span></h1>
    <label class="field scenario">
      <span>${t("header.scenario")}</span>
      <select
        @change=${(event: Event) => choosePreset(app, (event.currentTarget as HTMLSelectElement).value)}
        .value=${live(preset)}
      >
        ${options(catalogue, preset, language)}
      </select>
    </label>
    <span class="spring"></span>
    <div class="segments" role="group" aria-label=${t("header.language")}>
      ${LANGUAGES.map(
        (choice) => html`<button
          type="button"
          lang=${choice}
          aria-pressed=${choice === language}
          @click=${() => app.store.setState({ language: choice })}
        >
          ${LANGUAGE_NAMES[choice]}
        </button>`,
      )}
    </div>
    <label class="field theme">
      <span class="out-of-sight">${t("header.theme")}</span>
      <select
        .value=${live(themeChoice)}
        @change=${(event: Event) =>
          app.store.setState({ themeChoice: (event.currentTarget as HTMLSelectElement).value as ThemeChoice })}
      >
        ${THEME_CHOICES.map(
          (choice) =>
            html`<option value=${choice} ?selected=${choice === themeChoice}>${t(`theme.${choice}`)}</option>`,
        )}
      </select>
    </label>
    <button type="button" class="round" aria-keyshortcuts=${ariaKeys("help")} @click=${() => command("help").run(app)}>
      <span aria-hidden="true">?</span><span class="out-of-sight">${t("command.help")}</span>
    </button>
  `,
};

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: "English", ko: "한국어" };

/** Before the titles have come, the file's name. */
function options(catalogue: readonly CatalogueEntry[], preset: string, language: Language): readonly TemplateResult[] {
  const entries = catalogue.length > 0 ? catalogue : [{ name: preset, title: { en: preset, ko: preset } }];
  return entries.map(
    ({ name, title }) =>
      html`<option value=${name} ?selected=${name === preset}>${localized(title, language)}</option>`,
  );
}
