import type { Micros } from "../../kernel/time.ts";
import type { Calls } from "../dependencies/calls.ts";
import { Database } from "../dependencies/database.ts";
import { type DependencySpec, HEALTHY } from "../dependencies/spec.ts";
import type { ServingPod, Visit } from "./servingPod.ts";

/** Runs something this long from now, µs. */
type After = (span: Micros, run: () => void) => void;

/** The database among the dependencies, null when there is none. */
export function askedDatabase(
  dependencies: readonly DependencySpec[],
  after: After,
  calls: Calls | null,
): AskedDatabase | null {
  for (const spec of dependencies) {
    if (spec.kind !== "database") continue;
    return new AskedDatabase(new Database(spec, { after }, () => calls?.stateOf(spec.name) ?? HEALTHY));
  }
  return null;
}

/** The shared database as the visits of pods ask it, and as processes leave it. */
export class AskedDatabase {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  /** The visit asks its query, once; `then` runs when it is answered, or when there is no connection: then it fails. */
  ask(visit: Visit, then: () => void): void {
    const work = visit.query;
    visit.query = -1;
    visit.asked = {
      pod: visit.attempt.pod,
      work,
      isAbandoned: false,
      done: then,
      refused: () => {
        visit.fails = true;
        then();
      },
    };
    this.database.ask(visit.asked);
  }

  /** The process takes nobody in any more. Answers when its last client will have been served or given up, µs. */
  leave(number: number, pod: ServingPod, now: Micros): Micros {
    this.processMayEnd(number, pod);
    return pod.patienceEnd(now);
  }

  /** A process that takes nobody in any more ends with its last client, and its connections with it. */
  processMayEnd(number: number, pod: ServingPod): void {
    if (!pod.isListening && pod.open.size === 0) this.close(number);
  }

  close(pod: number): void {
    this.database.close(pod);
  }
}
