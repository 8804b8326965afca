import { html } from "lit-html";
import { DEFAULT_PRESET } from "../defaultPreset.ts";
import type { Region } from "../region.ts";
import type { PageState } from "../store.ts";
import { localized } from "../texts/index.ts";

type Slice = Pick<PageState, "result" | "preset" | "ownText">;

/** One line above the lanes: what the scenario shows, and for the first one what to try. */
export const intro: Region<Slice> = {
  select: ({ result, preset, ownText }) => ({ result, preset, ownText }),
  view: ({ result, preset, ownText }, { t, language }) => {
    const version = result?.lanes[0]?.lane.run.versions.find(({ role }) => role === "new")?.name ?? "v2";
    if (preset === DEFAULT_PRESET && ownText === null)
      return html`<p>${t("page.intro")} ${t("page.introTry", { version })}</p>`;
    return html`<p>${result === null ? "" : localized(result.comparison.scenario.shows, language)}</p>`;
  },
};
