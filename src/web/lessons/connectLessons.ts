import "./css/lessons.css";
import type { App } from "../app.ts";
import { mount } from "../region.ts";
import type { PageState } from "../store.ts";
import { type Card, cardsOf } from "./cards.ts";
import { writeProgress } from "./progress.ts";
import type { LessonSession } from "./session.ts";
import { menu } from "./views/menu.ts";
import { panel } from "./views/panel.ts";

/** The parts of the page that lessons live in. */
export interface LessonParts {
  /** The whole page: its style sheet hides what a card must not tell yet. */
  readonly page: HTMLElement;
  readonly lesson: HTMLElement;
  readonly lessonMenu: HTMLDialogElement;
}

/** Scenes play at this speed: fast enough for a minute of rollout, slow enough to see each pod. */
const SCENE_SPEED = 5;
/** Below this width one lane is shown at a time, CSS pixels: as in `narrow.css`. */
const NARROW = "(max-width: 719px)";

/** Begins a lesson whenever a scenario that teaches is on show, and lets the page follow its cards. */
export function connectLessons(app: App, { page, lesson, lessonMenu }: LessonParts): void {
  keepSecrets(app, page);
  beginLessons(app);
  followCards(app);
  keepProgress(app);
  keepMenu(app, lessonMenu);
  keepStage(app);
  mount(app, lesson, panel);
  app.store.subscribe(
    ({ lesson: session }) => session,
    (session, before) => {
      lesson.hidden = session === null;
      // Whoever reads by ear hears the new card; whoever does not keeps their place on the page.
      const isTurned = session !== null && before !== null && session.card !== before.card;
      if (isTurned) lesson.querySelector<HTMLElement>(".lesson-body")?.focus({ preventScroll: true });
    },
    { fireImmediately: true },
  );
  lesson.hidden = app.store.getState().lesson === null;
}

/** A lesson begins with the first result of its scenario, and ends with the first one of another. */
function beginLessons({ store }: App): void {
  store.subscribe(
    ({ preset, ownText }) => ownText ?? preset,
    () => store.setState({ lessonLeft: null }),
  );
  store.subscribe(
    ({ result }) => result,
    () => {
      const begun = sessionFor(store.getState());
      if (begun !== undefined) store.setState({ lesson: begun });
    },
    { fireImmediately: true },
  );
}

/** The session that the result on show asks for; undefined: the one there is goes on. */
function sessionFor({ result, lesson, lessonLeft, preset, ownText }: PageState): LessonSession | null | undefined {
  const base = result?.comparison;
  const taught = base?.scenario.lesson ?? null;
  if (base === undefined || taught === null) return lesson === null ? undefined : null;
  const { name } = base.scenario;
  if (name === lessonLeft || lesson?.base.scenario.name === name) return undefined;
  const isFromLibrary = ownText === null && preset.endsWith(name);
  return {
    name: isFromLibrary ? preset : null,
    lesson: taught,
    base,
    card: 0,
    guess: null,
    replays: 0,
    isFolded: false,
  };
}

/** Tells the style sheet which kind of card is on show. */
function keepSecrets({ store }: App, page: HTMLElement): void {
  store.subscribe(
    ({ lesson }) => (lesson === null ? undefined : cardsOf(lesson.lesson)[lesson.card]?.kind),
    (kind) => {
      if (kind === undefined) delete page.dataset.card;
      else page.dataset.card = kind;
    },
  );
}

/** The picture goes where the card points; what a knob has changed is taken back when its card is left. */
function followCards(app: App): void {
  const { store, player } = app;
  let playTo: number | null = null;
  player.subscribe((change) => {
    if (change !== "tick" || playTo === null || player.at < playTo) return;
    player.pause();
    player.seek(playTo);
    playTo = null;
  });
  store.subscribe(
    ({ lesson }) => (lesson === null ? null : `${lesson.base.scenario.name} ${lesson.card} ${lesson.replays}`),
    () => {
      const { lesson, field } = store.getState();
      playTo = null;
      if (lesson === null) return;
      const card = cardsOf(lesson.lesson)[lesson.card];
      if (card === undefined) return;
      if (field !== null && card.kind !== "change") {
        store.setState({ field: null });
        app.rehearse();
      }
      point(app, lesson, card);
      if (card.kind === "watch") playTo = show(app, lesson, card);
      else if (card.kind === "predict") waitAtTheRelease(app, lesson);
      else player.pause();
    },
    { fireImmediately: true },
  );
}

/** Marks the lane of the card; on a narrow screen, shows it alone. */
function point({ store }: App, { base, lesson }: LessonSession, card: Card): void {
  const strategy = card.kind === "watch" ? card.scene.lane : card.kind === "why" ? (lesson.why?.lane ?? null) : null;
  const lane = base.lanes.findIndex((other) => other.strategy === strategy);
  const openLane = lane >= 0 && matchMedia(NARROW).matches ? lane : null;
  store.setState({ spotlight: strategy, openLane });
}

/** Before the answer nothing of it is shown. */
function waitAtTheRelease({ player }: App, { base }: LessonSession): void {
  const run = base.lanes[0]?.run;
  player.pause();
  if (run !== undefined) player.seek(run.rollout.submittedAt);
}

/** @returns where the player is to stop; null: it rests. With reduced motion the end of the scene is shown at once. */
function show(
  { store, player }: App,
  { base }: LessonSession,
  { scene }: Extract<Card, { kind: "watch" }>,
): number | null {
  const { start } = base.lanes[0]?.run.window ?? { start: 0 };
  const isStill = scene.playTo === null || store.getState().reducedMotion;
  player.pause();
  player.seek(start + (isStill ? (scene.playTo ?? scene.seek) : scene.seek));
  if (isStill || scene.playTo === null) return null;
  player.setSpeed(SCENE_SPEED);
  player.play();
  return start + scene.playTo;
}

/** A lesson counts as taken when its last card is reached. */
function keepProgress({ store }: App): void {
  store.subscribe(
    ({ lesson }) => lesson,
    (session) => {
      if (session?.name == null || session.card < cardsOf(session.lesson).length - 1) return;
      const { lessonsDone } = store.getState();
      if (lessonsDone.includes(session.name)) return;
      const done = [...lessonsDone, session.name];
      writeProgress(localStorage, done);
      store.setState({ lessonsDone: done });
    },
  );
}

function keepMenu(app: App, dialog: HTMLDialogElement): void {
  const inside = dialog.querySelector<HTMLElement>("#lesson-menu-inside");
  if (inside !== null) mount(app, inside, menu);
  app.store.subscribe(
    ({ lessonMenuOpen }) => lessonMenuOpen,
    (open) => {
      if (open && !dialog.open) dialog.showModal();
      if (!open && dialog.open) dialog.close();
    },
    { fireImmediately: true },
  );
  dialog.addEventListener("close", () => app.store.setState({ lessonMenuOpen: false }));
}

/** The style sheet does the rest: larger type, and nothing but the lanes and the lesson. */
function keepStage({ store }: App): void {
  store.subscribe(
    ({ presenting }) => presenting,
    (presenting) => document.documentElement.toggleAttribute("data-presenting", presenting),
    { fireImmediately: true },
  );
}
