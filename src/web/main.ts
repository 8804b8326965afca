import { announce } from "./announcer.ts";
import type { App } from "./app.ts";
import { keepClockTexts } from "./clockTexts.ts";
import { takeDrops } from "./editor/ownText.ts";
import { createFrameLoop } from "./frameLoop.ts";
import { keepGhost } from "./ghost.ts";
import { keepHops } from "./hops.ts";
import { initialState } from "./initialState.ts";
import { listenToKeys } from "./keyboard.ts";
import { followPlayback } from "./logFollower.ts";
import { installWorker } from "./offline/installWorker.ts";
import {
  keepDefinitions,
  keepEditor,
  keepLessons,
  keepResults,
  keepShare,
  keepSweeps,
  keepWhy,
  openAddress,
} from "./onDemand.ts";
import { buildPage, type PageParts } from "./page.ts";
import { connectPicture } from "./pictureDriver.ts";
import { createPlayer } from "./player.ts";
import { writePreferences } from "./preferences.ts";
import { keepPart } from "./range.ts";
import { connectSimulation } from "./simulation/connect.ts";
import { createPageStore, type PageStore } from "./store.ts";
import { translator } from "./texts/index.ts";
import { applyTheme, onSystemTheme, resolveTheme } from "./theme.ts";

function start(root: HTMLElement): void {
  const state = initialState(window);
  const store = createPageStore(state);
  const player = createPlayer(state.speed);
  applyTheme(state.theme, document.documentElement);
  const simulation = connectSimulation(store, player);
  const app: App = { store, player, ...simulation };
  const parts = buildPage(app, root);
  keepDocument(store);
  keepMotion(app);
  keepHelp(store, parts);
  keepWhy(app, parts.why);
  keepDefinitions(app);
  keepResults(app, parts.results);
  keepEditor(app, parts.editor);
  keepSweeps(app);
  takeDrops(app, root);
  listenToKeys(app, document);
  announce(app, parts.status);
  followPlayback(app, parts.log);
  keepClockTexts(app);
  keepHops(store);
  keepGhost(store);
  keepPart(store);
  connectPicture(app, parts, createFrameLoop);
  keepShare(app, parts.share);
  keepLessons(app, parts);
  void openAddress(app, location);
  whenShown(store, installWorker);
}

/** Language, theme and preferences reach beyond the page's own elements. */
function keepDocument(store: PageStore): void {
  store.subscribe(
    ({ language }) => language,
    (language) => {
      document.documentElement.lang = language;
      document.title = `Drydock – ${translator(language)("page.tagline")}`;
    },
    { fireImmediately: true },
  );
  const retheme = (): void => store.setState(({ themeChoice }) => ({ theme: resolveTheme(themeChoice) }));
  onSystemTheme(retheme);
  // Paper is white, and the canvas does not know by itself that it is printed.
  window.addEventListener("beforeprint", () => store.setState({ theme: "light" }));
  window.addEventListener("afterprint", retheme);
  store.subscribe(({ themeChoice }) => themeChoice, retheme);
  store.subscribe(
    ({ theme }) => theme,
    (theme) => applyTheme(theme, document.documentElement),
  );
  store.subscribe((state, before) => {
    const kept = ["language", "themeChoice", "singleKeys", "verbosity"] as const;
    if (kept.some((name) => state[name] !== before[name])) writePreferences(localStorage, state);
  });
}

/** What nobody waits for begins after the first result. */
function whenShown(store: PageStore, begin: () => void): void {
  const stop = store.subscribe(
    ({ result }) => result,
    () => {
      stop();
      begin();
    },
  );
}

/** Whoever asks for less motion while the page is open gets it at once. */
function keepMotion({ store, player }: App): void {
  matchMedia("(prefers-reduced-motion: reduce)").addEventListener("change", ({ matches }) => {
    store.setState({ reducedMotion: matches });
    player.pause();
  });
}

function keepHelp(store: PageStore, { help }: PageParts): void {
  store.subscribe(
    ({ helpOpen }) => helpOpen,
    (open) => {
      if (open && !help.open) help.showModal();
      if (!open && help.open) help.close();
    },
  );
  help.addEventListener("close", () => store.setState({ helpOpen: false }));
}

const root = document.getElementById("page");
if (root === null) throw new Error("index.html has no #page");
start(root);
