import type { Measures } from "../../measures/ids.ts";
import type { CatalogueEntry, StrategyEntry } from "../store.ts";
import type { Rehearsal } from "./messages.ts";
import type { WorkerLine } from "./workerLine.ts";

/** Rehearses further seeds one by one where nobody waits for them, so that stopping costs at most one. */
export interface Background {
  /** @param seeds how many further seeds */
  start(rehearsal: Rehearsal, seeds: number): void;
  stop(): void;
}

/** A person who drags a slider gets the whole machine; the seeds begin when they have paused for this long. */
const PAUSE_MS = 400;

export interface BackgroundOutcomes {
  onReplicated(seed: string, lanes: readonly Measures[]): void;
  /** A seed gave no measures (it took too long, or failed): no further one is tried. */
  onStopped(): void;
  onCatalogue(entries: readonly CatalogueEntry[], strategies: readonly StrategyEntry[]): void;
}

export function createBackground(
  line: WorkerLine,
  { onReplicated, onStopped, onCatalogue }: BackgroundOutcomes,
): Background {
  let turn = 0;
  let catalogued = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const next = (rehearsal: Rehearsal, from: { index: number; last: number; turn: number }): void => {
    if (from.turn !== turn || from.index > from.last) return;
    line.ask({ kind: "replicate", rehearsal, index: from.index }, (reply) => {
      if (from.turn !== turn) return;
      if (reply.kind !== "replicated") {
        onStopped();
        return;
      }
      onReplicated(reply.seed, reply.lanes);
      next(rehearsal, { ...from, index: from.index + 1 });
    });
  };

  return {
    start(rehearsal, seeds) {
      this.stop();
      const from = { index: 1, last: seeds, turn };
      timer = setTimeout(() => {
        if (catalogued) return next(rehearsal, from);
        line.ask({ kind: "catalogue" }, (reply) => {
          catalogued = true;
          if (reply.kind === "catalogue") onCatalogue(reply.entries, reply.strategies);
          next(rehearsal, from);
        });
      }, PAUSE_MS);
    },
    stop() {
      turn++;
      clearTimeout(timer);
    },
  };
}
