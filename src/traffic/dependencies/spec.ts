import type { Law } from "../../kernel/law.ts";
import type { Micros } from "../../kernel/time.ts";

/** What every dependency has. */
interface Common {
  readonly name: string;
  /** Share of the requests that need it, 0–1. */
  readonly share: number;
}

/** A store in front of what follows in the list: a hit makes the calls after it unnecessary. Every process has its own. */
export interface CacheSpec extends Common {
  readonly kind: "cache";
  /** Share of hits once it is warm, 0–1. */
  readonly hitRatio: number;
  /** From the start of a process, with an empty cache, until it is warm; hits grow evenly meanwhile, µs. */
  readonly warmsFor: Micros;
}

/** Another service, which never makes a call wait for another one. */
export interface CalledServiceSpec extends Common {
  readonly kind: "service";
  readonly latency: Law;
  readonly errorShare: number;
  /** A call that has no answer by then fails, µs. */
  readonly timeout: Micros;
}

/** A database that all pods of all versions share. */
export interface DatabaseSpec extends Common {
  readonly kind: "database";
  /** Work of one query, µs. */
  readonly query: Law;
  /** Queries it works on at once; the next ones wait, first come, first served. */
  readonly parallel: number;
  /** Connections it accepts; the next one is refused. */
  readonly connections: number;
  /** Connections a pod opens at most, when it needs them, and keeps until its process ends. */
  readonly poolPerPod: number;
}

/** In the order in which a request calls them. */
export type DependencySpec = CacheSpec | CalledServiceSpec | DatabaseSpec;

/** What faults have made of a dependency. */
export interface DependencyState {
  /** Its time is multiplied by this, > 0. */
  readonly factor: number;
  /** `refuses`: every call fails at once. `hangs`: it fails at its timeout. */
  readonly health: "up" | "refuses" | "hangs";
  /** Connections that somebody else holds. */
  readonly taken: number;
}

export const HEALTHY: DependencyState = { factor: 1, health: "up", taken: 0 };

/** Only where queries wait for one another does what happens to a request depend on requests that come later. */
export function isShared(dependencies: readonly DependencySpec[]): boolean {
  return dependencies.some(({ kind }) => kind === "database");
}
