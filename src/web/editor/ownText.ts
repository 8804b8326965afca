import type { App } from "../app.ts";
import { changeWorld } from "../history.ts";
import { NO_LANES, UNCHANGED } from "../world.ts";

/** More than any text that is read, bytes: a larger file is cut here, and refused by the reader for its size. */
const READ_AT_MOST = 2_000_000;

/** Rehearses a text of the person's own in place of the library's. */
export function rehearseText(app: App, ownText: string): void {
  changeWorld(app, { ...UNCHANGED, ...NO_LANES, ownText });
}

export function useLibraryText(app: App): void {
  if (app.store.getState().ownText === null) return;
  changeWorld(app, { ...UNCHANGED, ...NO_LANES, ownText: null });
}

/** Opens the first of the files in the editor and rehearses it. */
export async function openFile(app: App, files: FileList | null | undefined): Promise<void> {
  const file = files?.[0];
  if (file === undefined) return;
  app.store.setState({ editorOpen: true });
  rehearseText(app, await file.slice(0, READ_AT_MOST).text());
}

/** A scenario or a manifest may be dropped anywhere on the page. */
export function takeDrops(app: App, page: HTMLElement): void {
  page.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files") === true) event.preventDefault();
  });
  page.addEventListener("drop", (event) => {
    if (event.dataTransfer?.files.length === 0) return;
    event.preventDefault();
    void openFile(app, event.dataTransfer?.files);
  });
}
