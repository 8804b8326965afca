import { SECOND } from "../kernel/time.ts";
import { type App, nextSeed, seekAndPause, toggleLane } from "./app.ts";
import { redo, undo } from "./history.ts";
import { askNow, dismiss } from "./inquiry.ts";
import { milestoneTimes } from "./lanes/milestones.ts";
import { SPEEDS } from "./player.ts";
import { setRangeEdge } from "./range.ts";
import type { TextKey } from "./texts/index.ts";

/** Something a person can tell the page to do by key; the buttons, the shortcuts and the help all come from this list. */
export interface Command {
  readonly id: string;
  /** As `KeyboardEvent.key`, with `Control+` and `Shift+` before it where those must be held; ⌘ counts as Control. */
  readonly keys: readonly string[];
  readonly text: TextKey;
  /** Whether its keys mean it now; left out: always. */
  applies?(app: App): boolean;
  /** @param key which of its keys was pressed; a button presses none. */
  run(app: App, key?: string): void;
}

/** The first nine lanes have a key each. */
export const LANE_KEYS: readonly string[] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

export const COMMANDS = [
  { id: "playPause", keys: [" ", "k"], text: "command.playPause", run: playPause },
  { id: "back", keys: ["ArrowLeft"], text: "command.back", run: (app) => step(app, -SECOND) },
  { id: "forward", keys: ["ArrowRight"], text: "command.forward", run: (app) => step(app, SECOND) },
  { id: "backFar", keys: ["Shift+ArrowLeft"], text: "command.backFar", run: (app) => step(app, -10 * SECOND) },
  { id: "forwardFar", keys: ["Shift+ArrowRight"], text: "command.forwardFar", run: (app) => step(app, 10 * SECOND) },
  { id: "previousEvent", keys: [","], text: "command.previousEvent", run: previousEvent },
  { id: "nextEvent", keys: ["."], text: "command.nextEvent", run: nextEvent },
  { id: "toStart", keys: ["Home"], text: "command.toStart", run: (app) => seekAndPause(app, app.player.span.start) },
  { id: "toEnd", keys: ["End"], text: "command.toEnd", run: (app) => seekAndPause(app, app.player.span.end) },
  { id: "rangeStart", keys: ["i"], text: "command.rangeStart", run: (app) => setRangeEdge(app, "start") },
  { id: "rangeEnd", keys: ["o"], text: "command.rangeEnd", run: (app) => setRangeEdge(app, "end") },
  { id: "slower", keys: ["["], text: "command.slower", run: (app) => changeSpeed(app, -1) },
  { id: "faster", keys: ["]"], text: "command.faster", run: (app) => changeSpeed(app, 1) },
  { id: "nextSeed", keys: ["r"], text: "command.nextSeed", run: nextSeed },
  { id: "undo", keys: ["Control+z"], text: "command.undo", run: undo },
  { id: "redo", keys: ["Control+Shift+z", "Control+y"], text: "command.redo", run: redo },
  {
    id: "lane",
    keys: LANE_KEYS,
    text: "command.lane",
    run: (app, key = "") => toggleLane(app, LANE_KEYS.indexOf(key)),
  },
  { id: "table", keys: ["t"], text: "command.table", run: toggleTable },
  { id: "why", keys: ["w"], text: "command.why", run: askNow },
  { id: "dismiss", keys: ["Escape"], text: "command.dismiss", run: dismiss },
  { id: "edit", keys: ["e"], text: "command.edit", run: toggleEditor },
  { id: "share", keys: ["s"], text: "command.share", run: openShare },
  { id: "present", keys: ["p"], text: "command.present", run: togglePresenting },
  { id: "nextCard", keys: ["PageDown"], text: "command.nextCard", applies: isTaught, run: (app) => walk(app, 1) },
  {
    id: "previousCard",
    keys: ["PageUp"],
    text: "command.previousCard",
    applies: isTaught,
    run: (app) => walk(app, -1),
  },
  { id: "help", keys: ["?"], text: "command.help", run: openHelp },
] as const satisfies readonly Command[];

export type CommandId = (typeof COMMANDS)[number]["id"];

const BY_ID = new Map<CommandId, Command>(COMMANDS.map((command) => [command.id, command]));

export function command(id: CommandId): Command {
  const found = BY_ID.get(id);
  if (found === undefined) throw new Error(`no command ${id}`);
  return found;
}

/** The keys as `aria-keyshortcuts` wants them: `Space K`. */
export function ariaKeys(id: CommandId): string {
  return command(id).keys.map(keyName).join(" ");
}

/** How a key is called: `Space`, `Shift+ArrowLeft`, `K`. */
function keyName(key: string): string {
  if (key === " ") return "Space";
  return key.replace(/(^|\+)([a-z])$/, (_, held: string, letter: string) => held + letter.toUpperCase());
}

/** A key as drawn on keyboards: arrows as arrows. */
export function keyLabel(key: string): string {
  return keyName(key).replace("Control", "Ctrl").replace("ArrowLeft", "←").replace("ArrowRight", "→");
}

/** With reduced motion there is no playing: the button goes from event to event. */
function playPause(app: App): void {
  if (app.store.getState().reducedMotion) nextEvent(app);
  else if (app.player.playing) app.player.pause();
  else app.player.play();
}

function step(app: App, by: number): void {
  seekAndPause(app, app.player.at + by);
}

function eventTimes(app: App): readonly number[] {
  const { result, lanesOff } = app.store.getState();
  const shown = (result?.lanes ?? []).filter((_, index) => !lanesOff.includes(index));
  return milestoneTimes(shown.map((lane) => lane.milestones));
}

/** Events of one moment are one step: the viewer sees no difference within a hundredth of a second. */
const SAME_MOMENT = SECOND / 100;

function previousEvent(app: App): void {
  const before = eventTimes(app).filter((at) => at < app.player.at - SAME_MOMENT);
  seekAndPause(app, before[before.length - 1] ?? app.player.span.start);
}

function nextEvent(app: App): void {
  const after = eventTimes(app).find((at) => at > app.player.at + SAME_MOMENT);
  seekAndPause(app, after ?? app.player.span.end);
}

function changeSpeed(app: App, by: number): void {
  const index = SPEEDS.findIndex((speed) => speed >= app.player.speed) + by;
  const speed = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, index))];
  if (speed !== undefined) app.player.setSpeed(speed);
}

function toggleTable(app: App): void {
  app.store.setState(({ showTable }) => ({ showTable: !showTable }));
}

function toggleEditor(app: App): void {
  app.store.setState(({ editorOpen }) => ({ editorOpen: !editorOpen }));
}

function openShare(app: App): void {
  app.store.setState({ shareOpen: true });
}

function togglePresenting(app: App): void {
  app.store.setState(({ presenting }) => ({ presenting: !presenting }));
}

function isTaught({ store }: App): boolean {
  return store.getState().lesson !== null;
}

/** To another card of the lesson. */
async function walk(app: App, by: 1 | -1): Promise<void> {
  const { walkCards } = await import("./lessons/walk.ts");
  walkCards(app, by);
}

function openHelp(app: App): void {
  app.store.setState({ helpOpen: true });
}
