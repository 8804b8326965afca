import { html, render, type SVGTemplateResult, svg } from "lit-html";
import type { App } from "./app.ts";
import { mount, type Region } from "./region.ts";
import type { PageState } from "./store.ts";
import { translator } from "./texts/index.ts";
import { controls } from "./views/controls.ts";
import { facts } from "./views/facts.ts";
import { faultPalette } from "./views/faults/palette.ts";
import { header } from "./views/header.ts";
import { help } from "./views/help.ts";
import { intro } from "./views/intro.ts";
import { lanes } from "./views/lanes.ts";
import { legend } from "./views/legend.ts";
import { log } from "./views/log.ts";
import { notice } from "./views/notice.ts";
import { rangeNote } from "./views/rangeNote.ts";
import { remark } from "./views/remark.ts";
import { strategyChooser } from "./views/strategyChooser.ts";
import { tableSwitch } from "./views/tableSwitch.ts";
import { timeline } from "./views/timeline.ts";
import { transport } from "./views/transport.ts";

/** The parts of the page that others measure, paint or speak into. */
export interface PageParts {
  readonly canvas: HTMLCanvasElement;
  readonly lanes: HTMLElement;
  readonly timeline: HTMLElement;
  readonly playhead: HTMLElement;
  readonly selection: HTMLElement;
  readonly status: HTMLElement;
  readonly log: HTMLElement;
  readonly help: HTMLDialogElement;
  readonly results: HTMLElement;
  readonly why: HTMLElement;
  readonly editor: HTMLElement;
  readonly share: HTMLDialogElement;
  readonly page: HTMLElement;
  readonly lesson: HTMLElement;
  readonly lessonMenu: HTMLDialogElement;
}

/** Lays out the frame once and mounts every view in its place. */
export function buildPage(app: App, root: HTMLElement): PageParts {
  render(frame(), root);
  const part = <Type extends HTMLElement>(id: string): Type => {
    const found = root.querySelector<Type>(`#${id}`);
    if (found === null) throw new Error(`the frame has no #${id}`);
    return found;
  };
  const put = <Slice extends object>(id: string, region: Region<Slice>): void => mount(app, part(id), region);
  put("skip", skip);
  put("transport", transport);
  put("timeline", timeline);
  put("header", header);
  put("controls", controls);
  put("fault-palette", faultPalette);
  put("remark", remark);
  put("range-note", rangeNote);
  put("notice", notice);
  put("intro", intro);
  put("strategies", strategyChooser);
  put("lane-rows", lanes);
  put("legend", legend);
  put("table-switch", tableSwitch);
  put("facts", facts);
  put("log", log);
  put("help-inside", help);
  nameLandmarks(app, part);
  return {
    canvas: part("picture"),
    lanes: part("lanes"),
    timeline: part("timeline"),
    playhead: part("playhead"),
    selection: part("selection"),
    status: part("status"),
    log: part("log"),
    help: part("help"),
    results: part("results"),
    why: part("why"),
    editor: part("editor"),
    share: part("share"),
    page: root,
    lesson: part("lesson"),
    lessonMenu: part("lesson-menu"),
  };
}

/** The pause button comes first after the skip link; the style sheet puts the player where it belongs on each screen. */
function frame() {
  return html`
    ${textures()}
    <div id="skip"></div>
    <section id="player">
      <div id="transport"></div>
      <div class="time"><div id="timeline"></div><div id="selection" aria-hidden="true" hidden></div><div id="playhead" aria-hidden="true"></div></div>
    </section>
    <header id="header"></header>
    <aside id="aside"><div id="controls"></div><div id="fault-palette"></div></aside>
    <aside id="lesson" hidden></aside>
    <main id="main" tabindex="-1">
      <div id="notice" role="alert"></div>
      <div id="intro"></div>
      <div id="remark" role="status"></div>
      <div id="range-note" role="status"></div>
      <div id="strategies"></div>
      <section id="lanes">
        <div id="lane-rows"></div>
        <canvas id="picture" aria-hidden="true"></canvas>
      </section>
      <div class="under-lanes"><div id="legend"></div><div id="table-switch"></div></div>
      <div id="facts"></div>
    </main>
    <section id="results"></section>
    <div id="side">
      <aside id="why" hidden></aside>
      <section id="log"></section>
    </div>
    <p id="too-small"></p>
    <p id="status" role="status" class="out-of-sight"></p>
    <aside id="editor" hidden></aside>
    <dialog id="share" aria-labelledby="share-title"><div id="share-inside"></div></dialog>
    <dialog id="lesson-menu" aria-labelledby="lesson-menu-title"><div id="lesson-menu-inside"></div></dialog>
    <dialog id="help" aria-labelledby="help-title"><div id="help-inside"></div></dialog>
  `;
}

const skip: Region<object> = {
  select: () => ({}),
  view: (_, { t }) => html`<a class="skip" href="#main">${t("page.skip")}</a>`,
};

function nameLandmarks({ store }: App, part: (id: string) => HTMLElement): void {
  store.subscribe(
    ({ language }: PageState) => language,
    (language) => {
      const t = translator(language);
      part("player").setAttribute("aria-label", t("player.title"));
      part("lanes").setAttribute("aria-label", t("lanes.title"));
      part("aside").setAttribute("aria-label", t("controls.title"));
      part("results").setAttribute("aria-label", t("results.title"));
      part("lesson").setAttribute("aria-label", t("lessons.title"));
      part("why").setAttribute("aria-label", t("why.title"));
      part("editor").setAttribute("aria-label", t("editor.title"));
      part("log").setAttribute("aria-label", t("log.title"));
      part("too-small").textContent = t("page.tooSmall");
    },
    { fireImmediately: true },
  );
}

/** Patterns that charts and legend fill with; colours come from the style sheet. */
function textures(): SVGTemplateResult {
  return svg`<svg class="textures" width="0" height="0" aria-hidden="true" focusable="false">
    <defs>
      <pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">
        <rect class="ground" width="6" height="6" /><circle class="dot" cx="3" cy="3" r="0.9" />
      </pattern>
      <pattern id="shortage" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="stripe" width="2" height="6" />
      </pattern>
      <pattern id="drain" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="stripe" width="1.4" height="5" />
      </pattern>
    </defs>
  </svg>`;
}
