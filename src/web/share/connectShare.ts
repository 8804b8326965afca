import { render } from "lit-html";
import type { App } from "../app.ts";
import { askText } from "../simulation/askText.ts";
import type { WorkerLine } from "../simulation/workerLine.ts";
import { translator } from "../texts/index.ts";
import { discard, prepare } from "./downloads.ts";
import { writeLink } from "./link.ts";
import { type ShareState, shareView } from "./shareView.ts";

/** Opens the share dialog whenever it is wanted, with everything prepared from the result on show. */
export function connectShare(app: App, { dialog, host, line }: ShareParts): void {
  const state: ShareState = { prepared: null, copied: null };
  const view = shareView(state, () => draw());
  const draw = (): void => {
    const page = app.store.getState();
    const { language } = page;
    render(view.view(view.select(page), { app, language, t: translator(language) }), host);
  };
  const open = async (): Promise<void> => {
    state.copied = null;
    draw();
    dialog.showModal();
    const text = await askText(app, line);
    const { result } = app.store.getState();
    if (result === null) return;
    const { comparison } = result;
    const first = comparison.lanes[0]?.run;
    const link = await writeLink({
      text,
      digest: first?.digest ?? "",
      at: Math.max(0, app.player.at - (first?.window.start ?? 0)),
      speed: app.player.speed,
    });
    if (state.prepared !== null) discard(state.prepared);
    const page = location.href.replace(/#.*$/, "");
    state.prepared = await prepare(comparison, text, link === null ? null : page + link);
    draw();
  };
  dialog.addEventListener("close", () => app.store.setState({ shareOpen: false }));
  app.store.subscribe(
    ({ shareOpen }) => shareOpen,
    (wanted) => {
      if (wanted && !dialog.open) void open();
    },
    { fireImmediately: true },
  );
}

export interface ShareParts {
  readonly dialog: HTMLDialogElement;
  readonly host: HTMLElement;
  readonly line: WorkerLine;
}
