import type { App } from "./app.ts";
import type { LessonParts } from "./lessons/connectLessons.ts";
import { mount } from "./region.ts";
import { createWorkerLine } from "./simulation/workerLine.ts";

/** Answers come with the first question; until then nobody waits for their part of the page. */
export function keepWhy(app: App, host: HTMLElement): void {
  let mounted: Promise<void> | null = null;
  app.store.subscribe(
    ({ inquiry }) => inquiry,
    async (inquiry, before) => {
      host.hidden = inquiry === null;
      mounted ??= import("./views/why/why.ts").then(({ why }) => mount(app, host, why));
      await mounted;
      if (inquiry !== null && before === null)
        host.querySelector<HTMLElement>(".why-body")?.focus({ preventScroll: true });
    },
  );
}

/** The table lies below the lanes: it is fetched once there is something to put into it. */
export function keepResults(app: App, host: HTMLElement): void {
  const stop = app.store.subscribe(
    ({ result }) => result,
    async () => {
      stop();
      const { results } = await import("./views/results/results.ts");
      mount(app, host, results);
    },
  );
}

/** Nobody asks what a measure says before there is a number. */
export function keepDefinitions({ store }: App): void {
  const stop = store.subscribe(
    ({ result }) => result,
    async () => {
      stop();
      const { DEFINITIONS } = await import("../measures/definitions/index.ts");
      store.setState({ definitions: DEFINITIONS });
    },
  );
}

/** Reading a text takes no longer than this, s. */
const READING_SECONDS = 10;

/** Links and files are made when somebody wants to share. */
export function keepShare(app: App, dialog: HTMLDialogElement): void {
  const stop = app.store.subscribe(
    ({ shareOpen }) => shareOpen,
    async () => {
      stop();
      const host = dialog.querySelector<HTMLElement>("#share-inside");
      const { connectShare } = await import("./share/connectShare.ts");
      if (host !== null) connectShare(app, { dialog, host, line: createWorkerLine(READING_SECONDS) });
    },
  );
}

/** What the page's address holds comes before the scenario for newcomers. */
export async function openAddress(app: App, { hash }: Location): Promise<void> {
  if (!hash.startsWith("#s=")) return app.rehearse();
  const { openLink } = await import("./share/openLink.ts");
  if (!(await openLink(app, hash))) app.rehearse();
}

/** Runs along a slider begin with the first slider that has the focus, in a worker of their own. */
export function keepSweeps(app: App): void {
  const stop = app.store.subscribe(
    ({ sweptKnob }) => sweptKnob,
    async (knob) => {
      stop();
      const { keepSweep } = await import("./sweep.ts");
      keepSweep(app, createWorkerLine(READING_SECONDS));
      // The focus that began it was not heard.
      app.store.setState({ sweptKnob: null });
      app.store.setState({ sweptKnob: knob });
    },
  );
}

/** Lessons are fetched by the first scenario that teaches, or by whoever opens their list. */
export function keepLessons(app: App, parts: LessonParts): void {
  const stop = app.store.subscribe(
    ({ result, lessonMenuOpen, presenting }) =>
      lessonMenuOpen || presenting || (result?.comparison.scenario.lesson ?? null) !== null,
    async (isWanted) => {
      if (!isWanted) return;
      stop();
      const { connectLessons } = await import("./lessons/connectLessons.ts");
      connectLessons(app, parts);
    },
  );
}

/** The editor is fetched by whoever opens it, with a worker of its own that knows the schema. */
export function keepEditor(app: App, host: HTMLElement): void {
  let isConnected = false;
  app.store.subscribe(
    ({ editorOpen }) => editorOpen,
    async (open) => {
      host.hidden = !open;
      if (!open || isConnected) return;
      isConnected = true;
      const { connectEditor } = await import("./editor/connectEditor.ts");
      await connectEditor(app, host, createWorkerLine(READING_SECONDS));
    },
  );
}
