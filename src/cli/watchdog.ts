import { Worker } from "node:worker_threads";
import { type Command, InvalidArgumentError } from "commander";
import { parseDuration, printDuration } from "../quantity/duration.ts";
import { EXIT } from "./exit.ts";

/** [R] The default of `reliability`: nobody waits five minutes for a command without having asked for it. */
const TIMEOUT = "300s";
/** `setTimeout` takes no more than 2³¹ − 1 ms. */
const DAYS_MOST = 24;

/** Keeps the time; null where there is no limit. */
let keeper: Worker | null = null;

/** Adds `--timeout`: from when the command begins, or from the last `beginAnew`, whatever it is at. */
export function watched(command: Command): Command {
  return command
    .option("--timeout <duration>", "give up after so long on the clock; 0 never does", timeout, timeout(TIMEOUT))
    .hook("preAction", (self) => watch(Number(self.opts().timeout)));
}

function timeout(text: string): number {
  const parsed = parseDuration(text);
  if ("complaint" in parsed) throw new InvalidArgumentError(`${parsed.complaint.message}; ${parsed.complaint.fix}.`);
  if (parsed.value <= DAYS_MOST * 86_400_000_000) return parsed.value;
  throw new InvalidArgumentError(`It must be at most ${DAYS_MOST}d.`);
}

/**
 * Ends the process when its time is over: with 2 where it listens, and by SIGTERM a second later where it is deep in a
 * rehearsal and does not. A thread of its own keeps the time; it keeps nobody waiting.
 */
function watch(micros: number): void {
  if (micros === 0) return;
  const line = `drydock: error timeout: It was not done within ${printDuration(micros)}. Give it longer (--timeout), or less to do.`;
  const thread = new Worker(KEEPER, { eval: true, workerData: { ms: micros / 1000, line, pid: process.pid } });
  thread.once("message", () => process.exit(EXIT.badInput));
  thread.unref();
  keeper = thread;
}

/** The time counts from now on again: for a command that does many things, one after the other. */
export function beginAnew(): void {
  keeper?.postMessage("anew");
}

/** Says it first, so that it is said once, whichever of the two ends comes. */
const KEEPER = `
const { parentPort, workerData } = require("node:worker_threads");
const { writeSync } = require("node:fs");
const over = () => {
  try { writeSync(2, workerData.line + "\\n"); } catch {}
  parentPort.postMessage("over");
  setTimeout(() => process.kill(workerData.pid, "SIGTERM"), 1000);
};
let timer = setTimeout(over, workerData.ms);
parentPort.on("message", () => {
  clearTimeout(timer);
  timer = setTimeout(over, workerData.ms);
});
`;
