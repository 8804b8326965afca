import type { Span } from "../record/run.ts";
import type { App } from "./app.ts";
import { askByPointer } from "./askByPointer.ts";
import { MARGIN_RIGHT } from "./charts/frame.ts";
import { dropFaults } from "./dropFaults.ts";
import type { createFrameLoop } from "./frameLoop.ts";
import type { PageParts } from "./page.ts";
import { PALETTES } from "./palette.ts";
import { seekByPointer } from "./seekByPointer.ts";
import type { Find } from "./stage/hit.ts";
import { createPicture, type Moment, type Picture } from "./stage/picture.ts";
import type { PageStore } from "./store.ts";
import { translator } from "./texts/index.ts";
import { NAMES } from "./views/timeline.ts";

/** Joins the player and the picture: one frame moves the clock and paints. Without a frame, every change paints at once. */
export function connectPicture(app: App, parts: PageParts, frameLoop: typeof createFrameLoop): void {
  const { store, player } = app;
  const picture = createPicture(parts.canvas, parts.lanes, PALETTES[store.getState().theme]);
  const scrubber = (): HTMLInputElement | null => parts.timeline.querySelector("input");
  let readyLabel = (count: number): string => String(count);
  const moment = (): Moment => ({
    at: player.instant,
    span: player.span,
    speed: player.speed,
    particles: !store.getState().reducedMotion,
    readyLabel,
    range: store.getState().range,
  });
  const paint = (): void => {
    picture.paint(moment());
    placeSelection(parts, store.getState().range, player.span);
    placePlayhead(parts, { at: player.at, ...player.span });
    const range = scrubber();
    if (range !== null) range.value = String(player.at);
  };
  const loop = frameLoop((wallMs) => {
    player.advance(wallMs);
    paint();
  });
  player.subscribe((change) => {
    loop.setMoving(player.playing);
    if (change !== "tick") paint();
  });

  const layOut = (): void => {
    measureWidths(app, parts);
    picture.layOut();
    paint();
  };
  watchLayout(app, { parts, layOut, onScreen: (visible) => loop.setOnScreen(visible) });
  seekByPointer(app, [parts.lanes, parts.timeline]);
  const find: Find = (point) => picture.hit(point, moment());
  askByPointer(app, parts.lanes, find);
  dropFaults(app, document.body, find);
  store.subscribe(
    ({ result }) => result,
    (result) => {
      picture.setLanes(result?.lanes ?? []);
      layOut();
    },
  );
  store.subscribe(
    ({ language }) => language,
    (language) => {
      const t = translator(language);
      readyLabel = (count) => t("stage.ready", { count });
      layOut();
    },
    { fireImmediately: true },
  );
  store.subscribe(({ range }) => range, paint);
  followTheme(store, picture, paint);
}

function followTheme(store: PageStore, picture: Picture, paint: () => void): void {
  store.subscribe(
    ({ theme }) => theme,
    (theme) => {
      picture.setPalette(PALETTES[theme]);
      paint();
    },
  );
}

function placePlayhead(
  { playhead, timeline }: PageParts,
  { at, start, end }: { at: number; start: number; end: number },
): void {
  const width = timeline.clientWidth - NAMES - MARGIN_RIGHT;
  const share = end > start ? (at - start) / (end - start) : 0;
  playhead.style.transform = `translateX(${NAMES + share * width}px)`;
}

function placeSelection({ selection, timeline }: PageParts, range: Span | null, { start, end }: Span): void {
  selection.hidden = range === null;
  if (range === null || end <= start) return;
  const width = timeline.clientWidth - NAMES - MARGIN_RIGHT;
  const share = (at: number): number => Math.min(1, Math.max(0, (at - start) / (end - start)));
  selection.style.transform = `translateX(${NAMES + share(range.start) * width}px)`;
  selection.style.width = `${(share(range.end) - share(range.start)) * width}px`;
}

/** Widths that SVG needs in numbers. */
function measureWidths({ store }: App, { lanes, timeline }: PageParts): void {
  const widths = [...lanes.querySelectorAll("[data-history]")].map((element) => element.clientWidth);
  const historyWidth = Math.max(0, ...widths);
  const timelineWidth = timeline.clientWidth;
  const state = store.getState();
  if (state.historyWidth !== historyWidth || state.timelineWidth !== timelineWidth) {
    store.setState({ historyWidth, timelineWidth });
  }
}

interface Watched {
  readonly parts: PageParts;
  layOut(): void;
  onScreen(visible: boolean): void;
}

function watchLayout({ store }: App, { parts, layOut, onScreen }: Watched): void {
  const sizes = new ResizeObserver(() => layOut());
  sizes.observe(parts.lanes);
  sizes.observe(parts.timeline);
  new IntersectionObserver((entries) => {
    const last = entries[entries.length - 1];
    if (last !== undefined) onScreen(last.isIntersecting);
  }).observe(parts.canvas);
  store.subscribe(
    ({ lanesOff, openLane }) => `${lanesOff.join()} ${openLane ?? ""}`,
    () => layOut(),
  );
}
