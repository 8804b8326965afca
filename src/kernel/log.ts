import type { Micros } from "./time.ts";

/** Position of an entry in the log; a cause is named by it. */
export type LogId = number;

/** "Nothing led to this": the scenario itself did. */
export const NO_CAUSE: LogId = -1;

/** Facts of one event, flat so that they print, hash and compare the same everywhere. */
export type Detail = Readonly<Record<string, string | number | boolean>>;

/** One thing that happened. `kind` is past tense (`podReady`), `subject` names what it happened to. */
export interface LogEntry<Kind extends string = string> {
  readonly id: LogId;
  /** Microseconds since the start of the run. */
  readonly at: Micros;
  readonly kind: Kind;
  readonly subject: string;
  /** The entry that led to this one, `NO_CAUSE` for the first link of a chain. Always smaller than `id`. */
  readonly cause: LogId;
  readonly detail: Detail;
}

const NO_DETAIL: Detail = {};

/** Everything that happened on the control plane, in order, each entry with the one that caused it. */
export class EventLog<Kind extends string = string> {
  readonly entries: LogEntry<Kind>[] = [];

  append(at: Micros, kind: Kind, subject: string, cause: LogId, detail: Detail = NO_DETAIL): LogId {
    const id = this.entries.length;
    this.entries.push({ id, at, kind, subject, cause, detail });
    return id;
  }
}
