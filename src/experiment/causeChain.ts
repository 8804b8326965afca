import { type LogEntry, type LogId, NO_CAUSE } from "../kernel/log.ts";
import type { EventKind } from "../record/events.ts";
import type { Run } from "../record/run.ts";

export type Entry = LogEntry<EventKind>;

/** Links shown of a chain: enough for every rollout of a few steps. */
export const CHAIN_LINKS_MAX = 40;

/** Why something happened: the event, what led to it, what led to that, and so on. */
export interface CauseChain {
  /** From the event back; at most `CHAIN_LINKS_MAX`, the last of them the first link of the whole chain. */
  readonly links: readonly Entry[];
  /** Links left out, all of them just before the last one shown. */
  readonly omitted: number;
  /** What began it: a release, a fault, or whatever else nothing led to. */
  readonly root: Entry;
}

/** The chain that ends in the event with this number; null when there is no such event. */
export function causeChain({ events }: Run, id: LogId): CauseChain | null {
  const links: Entry[] = [];
  let omitted = 0;
  let root: Entry | undefined;
  // Causes come before their effects, so that the walk ends.
  for (
    let entry = events[id];
    entry !== undefined;
    entry = entry.cause === NO_CAUSE ? undefined : events[entry.cause]
  ) {
    root = entry;
    if (links.length < CHAIN_LINKS_MAX - 1 || entry.cause === NO_CAUSE) links.push(entry);
    else omitted++;
  }
  return root === undefined ? null : { links, omitted, root };
}
