import { type Micros, NEVER } from "../../kernel/time.ts";

/** What happens first at one instant. Arrivals come after all of these. */
export const RANK = { answer: 0, patience: 1, retry: 2 } as const;

interface Entry {
  readonly at: Micros;
  readonly rank: number;
  readonly order: number;
  readonly run: () => void;
}

interface NewEntry extends Omit<Entry, "order"> {
  readonly order?: number;
}

/** Pending events in one sorted list: the plainest calendar there is. */
export class Agenda {
  private readonly entries: Entry[] = [];
  private serial = 0;

  get next(): Micros {
    return this.entries[0]?.at ?? NEVER;
  }

  /** Ties are broken by rank, then by `order`: who came first, or for retries the number of the request. */
  add({ at, rank, order = this.serial++, run }: NewEntry): void {
    const entry = { at, rank, order, run };
    let place = 0;
    for (let end = this.entries.length; place < end; ) {
      const middle = (place + end) >> 1;
      if (isBefore(entry, this.entries[middle] as Entry)) end = middle;
      else place = middle + 1;
    }
    this.entries.splice(place, 0, entry);
  }

  runNext(): void {
    this.entries.shift()?.run();
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (a.rank !== b.rank) return a.rank < b.rank;
  return a.order < b.order;
}
