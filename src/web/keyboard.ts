import type { App } from "./app.ts";
import { COMMANDS, type Command } from "./commands.ts";

/** Listens for the commands' keys, wherever the focus is, unless the focused thing needs the key itself. */
export function listenToKeys(app: App, page: Document): void {
  page.addEventListener("keydown", (event) => {
    const command = commandFor(event, app);
    if (command === undefined || belongsToTarget(event)) return;
    const { singleKeys } = app.store.getState();
    if (!singleKeys && event.key.length === 1 && event.key !== " " && !isHeld(event)) return;
    if (page.querySelector("dialog[open]") !== null) return;
    event.preventDefault();
    command.run(app, keyOf(event));
  });
}

function commandFor(event: KeyboardEvent, app: App): Command | undefined {
  if (event.altKey) return undefined;
  return COMMANDS.find((command: Command) => command.keys.includes(keyOf(event)) && (command.applies?.(app) ?? true));
}

/** As the commands write it: `k`, `ArrowLeft`, `Shift+ArrowLeft`, `Control+Shift+z`. Shift alone makes another letter. */
function keyOf(event: KeyboardEvent): string {
  const { key, shiftKey } = event;
  const plain = key.length === 1 ? key.toLowerCase() : key;
  const held = isHeld(event) ? "Control+" : "";
  return held + (shiftKey && (key.length > 1 || held !== "") ? `Shift+${plain}` : plain);
}

function isHeld({ ctrlKey, metaKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey;
}

const MOVES = new Set(["ArrowLeft", "ArrowRight", "Home", "End"]);

/** Typing, moving a slider, pressing a focused button and scrolling a focused list are none of our keys. */
function belongsToTarget({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement)
    return true;
  if (target instanceof HTMLInputElement && !["checkbox", "radio", "range"].includes(target.type)) return true;
  if (MOVES.has(key)) return target instanceof HTMLInputElement || target.closest("[data-scrolls]") !== null;
  return key === " " && target.matches("button, summary, a[href], input");
}
