import { type Micros, toSeconds } from "../../kernel/time.ts";
import type { Run } from "../../record/run.ts";

/** Seconds after the start of the measured window; negative in the warm-up. */
export function secondsInto(run: Run, at: Micros): number {
  return toSeconds(at - run.window.start);
}

/** The same for something that may not have happened. */
export function secondsIntoOrNull(run: Run, at: Micros | null): number | null {
  return at === null ? null : secondsInto(run, at);
}
