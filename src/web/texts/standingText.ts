import { type Micros, toSeconds } from "../../kernel/time.ts";
import type { Run } from "../../record/run.ts";
import { formatClock } from "../format.ts";
import { standingAt } from "../lanes/phase.ts";
import type { Translate } from "./index.ts";

/** Where a rollout stands at `at`, as a short phrase with the time since when. */
export function standingText(run: Run, at: Micros, { t }: { readonly t: Translate }): string {
  const { phase, since } = standingAt(run, at);
  return t(`phase.${phase}`, since === null ? {} : { time: formatClock(toSeconds(since - run.window.start)) });
}
