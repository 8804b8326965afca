import { openSimulation } from "./workerLine.ts";

let waiting: Worker | null = openSimulation();

/** The worker that was opened with the page, whoever asks first; a new one after that. */
export function firstWorker(): Worker {
  const worker = waiting ?? openSimulation();
  waiting = null;
  return worker;
}
