import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { type App, choosePreset } from "../app.ts";
import { ariaKeys, command } from "../commands.ts";
import type { Region, ViewTools } from "../region.ts";
import type { PageState } from "../store.ts";
import { LANGUAGES, type Language, localized } from "../texts/index.ts";
import { folderName } from "../texts/names.ts";
import { THEME_CHOICES, type ThemeChoice } from "../theme.ts";

type Slice = Pick<PageState, "catalogue" | "preset" | "ownText" | "themeChoice" | "lessonsDone">;

/** The name of the place, which scenario is on, language, theme, help. */
export const header: Region<Slice> = {
  select: ({ catalogue, preset, ownText, themeChoice, lessonsDone }) => ({
    catalogue,
    preset,
    ownText,
    themeChoice,
    lessonsDone,
  }),
  view: (slice, tools) => {
    const { preset, ownText, themeChoice } = slice;
    const { app, t, language } = tools;
    return html`
    <h1>Drydock <span class="tagline">${t("page.tagline")}</span></h1>
    <button type="button" class="labelled lessons-button" @click=${() => app.store.setState({ lessonMenuOpen: true })}>
      ${t("lessons.title")} <span class="count">${lessonCount(slice)}</span>
    </button>
    <label class="field scenario">
      <span>${t("header.scenario")}</span>
      <select
        @change=${(event: Event) => chosen(app, (event.currentTarget as HTMLSelectElement).value)}
        .value=${live(ownText === null ? preset : OWN)}
      >
        ${options(slice, tools)}
      </select>
    </label>
    <button type="button" class="labelled" aria-keyshortcuts=${ariaKeys("edit")} @click=${() => command("edit").run(app)}>
      ${t("editor.edit")}
    </button>
    <button type="button" class="labelled" aria-keyshortcuts=${ariaKeys("share")} @click=${() => command("share").run(app)}>
      ${t("share.share")}
    </button>
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
  `;
  },
};

/** `3/12`; nothing before the titles have come. */
function lessonCount({ catalogue, lessonsDone }: Slice): string {
  const lessons = catalogue.filter(({ isLesson }) => isLesson);
  if (lessons.length === 0) return "";
  return `${lessons.filter(({ name }) => lessonsDone.includes(name)).length}/${lessons.length}`;
}

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: "English", ko: "한국어" };

/** One group per folder of scenarios. Before the titles have come, the file's name. */
function options({ catalogue, preset, ownText }: Slice, { t, language }: ViewTools): readonly TemplateResult[] {
  const entries = catalogue.length > 0 ? catalogue : [{ name: preset, title: { en: preset, ko: preset } }];
  const folders = new Set(entries.map(({ name }) => folderOf(name)));
  const own = ownText === null ? [] : [html`<option value=${OWN} selected>${t("editor.own")}</option>`];
  const groups = [...folders].map((folder) => {
    const inside = entries.filter(({ name }) => folderOf(name) === folder);
    const inFolder = inside.map(
      ({ name, title }) =>
        html`<option value=${name} ?selected=${ownText === null && name === preset}>${localized(title, language)}</option>`,
    );
    return folder === "" ? html`${inFolder}` : html`<optgroup label=${folderName(folder, t)}>${inFolder}</optgroup>`;
  });
  return [...own, ...groups];
}

function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf("/")));
}

function chosen(app: App, value: string): void {
  if (value !== OWN) choosePreset(app, value);
}

/** Value of the choice that stands for a text of the person's own. */
const OWN = "";
