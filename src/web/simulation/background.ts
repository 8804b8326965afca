import type { Measures } from "../../measures/ids.ts";
import type { CatalogueEntry, StrategyEntry } from "../store.ts";
import type { Rehearsal } from "./messages.ts";
import type { WorkerLine } from "./workerLine.ts";

/** Rehearses further seeds one by one on each of its lines, so that stopping costs at most one seed a line. */
export interface Background {
  /** @param seeds how many further seeds */
  start(rehearsal: Rehearsal, seeds: number): void;
  stop(): void;
}

/** A person who drags a slider gets the whole machine; the seeds begin when they have paused for this long. */
const PAUSE_MS = 400;
/** Seeds that come within this time are handed on together: a table of many seeds costs more to draw than to fill. */
const GATHER_MS = 150;

/** The measures of one further seed, per lane. */
export interface ReplicatedSeed {
  readonly seed: string;
  readonly lanes: readonly Measures[];
}

export interface BackgroundOutcomes {
  /** In the order of the seeds, whichever line was quicker. */
  onReplicated(seeds: readonly ReplicatedSeed[]): void;
  /** A seed gave no measures (it took too long, or failed): no further one is tried. */
  onStopped(): void;
  onCatalogue(entries: readonly CatalogueEntry[], strategies: readonly StrategyEntry[]): void;
}

/** What has been asked and what has come for one rehearsal. */
interface Turn {
  readonly rehearsal: Rehearsal;
  readonly last: number;
  /** The next seed to ask for, and the next to hand on. */
  ask: number;
  hand: number;
  readonly came: Map<number, ReplicatedSeed>;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** @param lines at least one; each has a worker of its own */
export function createBackground(lines: readonly WorkerLine[], outcomes: BackgroundOutcomes): Background {
  let turn: Turn | null = null;
  let catalogued = false;

  const handOn = (of: Turn): void => {
    of.timer = undefined;
    const seeds: ReplicatedSeed[] = [];
    for (let next = of.came.get(of.hand); next !== undefined; next = of.came.get(++of.hand)) {
      seeds.push(next);
      of.came.delete(of.hand);
    }
    if (seeds.length > 0) outcomes.onReplicated(seeds);
  };
  const stop = (): void => {
    clearTimeout(turn?.timer);
    turn = null;
  };
  const next = (line: WorkerLine, of: Turn): void => {
    if (of !== turn || of.ask > of.last) return;
    const index = of.ask++;
    line.ask({ kind: "replicate", rehearsal: of.rehearsal, index }, (reply) => {
      if (of !== turn) return;
      if (reply.kind !== "replicated") {
        handOn(of);
        stop();
        outcomes.onStopped();
        return;
      }
      of.came.set(index, reply);
      if (of.came.size + of.hand > of.last) {
        clearTimeout(of.timer);
        handOn(of);
      } else of.timer ??= setTimeout(() => handOn(of), GATHER_MS);
      next(line, of);
    });
  };
  const begin = (of: Turn): void => {
    of.timer = undefined;
    for (const line of lines) next(line, of);
  };

  return {
    start(rehearsal, seeds) {
      stop();
      const own: Turn = { rehearsal, last: seeds, ask: 1, hand: 1, came: new Map(), timer: undefined };
      turn = own;
      own.timer = setTimeout(() => {
        if (catalogued) return begin(own);
        lines[0]?.ask({ kind: "catalogue" }, (reply) => {
          catalogued = true;
          if (reply.kind === "catalogue") outcomes.onCatalogue(reply.entries, reply.strategies);
          if (own === turn) begin(own);
        });
      }, PAUSE_MS);
    },
    stop,
  };
}
