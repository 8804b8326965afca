import type { App } from "./app.ts";
import { COMMANDS, type Command } from "./commands.ts";

/** Listens for the commands' keys, wherever the focus is, unless the focused thing needs the key itself. */
export function listenToKeys(app: App, page: Document): void {
  page.addEventListener("keydown", (event) => {
    const command = commandFor(event);
    if (command === undefined || belongsToTarget(event)) return;
    const { singleKeys } = app.store.getState();
    if (!singleKeys && event.key.length === 1 && event.key !== " ") return;
    if (page.querySelector("dialog[open]") !== null) return;
    event.preventDefault();
    command.run(app, keyOf(event));
  });
}

function commandFor(event: KeyboardEvent): Command | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  return COMMANDS.find((command: Command) => command.keys.includes(keyOf(event)));
}

/** As the commands write it: `k`, `ArrowLeft`, `Shift+ArrowLeft`. */
function keyOf({ key, shiftKey }: KeyboardEvent): string {
  const plain = key.length === 1 ? key.toLowerCase() : key;
  return shiftKey && key.length > 1 ? `Shift+${plain}` : plain;
}

const MOVES = new Set(["ArrowLeft", "ArrowRight", "Home", "End"]);

/** Typing, moving a slider, pressing a focused button and scrolling a focused list are none of our keys. */
function belongsToTarget({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLInputElement && !["checkbox", "radio", "range"].includes(target.type)) return true;
  if (MOVES.has(key)) return target instanceof HTMLInputElement || target.closest("[data-scrolls]") !== null;
  return key === " " && target.matches("button, summary, a[href], input");
}
