import { type Micros, NEVER } from "../../kernel/time.ts";
import type { Attempt } from "../attempt.ts";
import type { Query } from "../dependencies/database.ts";
import type { PodCapacity, VersionBehaviour } from "../plane.ts";

/** An attempt in a pod, with the behaviour its version had when it was sent. */
export interface Visit {
  readonly attempt: Attempt;
  readonly behaviour: VersionBehaviour;
  /** Its answer, if it comes to one, is an error. */
  fails: boolean;
  /** It never comes to an end; its slot is never free again. */
  readonly sticks: boolean;
  /** Its slot is not given back with the answer. */
  readonly leaks: boolean;
  /** Has left its slot taken. */
  isKept?: boolean;
  /** Its work is multiplied by `factor`, and takes `delay` longer, µs. */
  readonly factor: number;
  readonly delay: Micros;
  /** Work of its query to the shared database, µs; −1: it asks none, or has asked. */
  query: Micros;
  /** What it waits for there. */
  asked?: Query;
  readonly deadline: Micros;
  /** When the slot is done with it; known from the start of the work on. */
  finish: Micros;
}

/** A visit that begins, with what its troubles have in store for it. */
export function newVisit(
  visit: Pick<Visit, "attempt" | "behaviour" | "deadline" | "fails">,
  { sticks, leaks, factor, delay, query }: Pick<Visit, "sticks" | "leaks" | "factor" | "delay" | "query">,
): Visit {
  return { ...visit, sticks, leaks, factor, delay, query, finish: NEVER };
}

/** One process that serves requests: who is worked on, who waits, who is waited for. */
export class ServingPod {
  version = -1;
  incarnation = 0;
  private listening = false;
  /** Nothing in it goes on any more. */
  isHung = false;
  private cameUpAt: Micros = 0;
  /** Work of slots that are done with it. */
  private banked: Micros = 0;
  /** In slots, those included whose client has gone. */
  readonly working = new Set<Visit>();
  /** First come, first served. */
  readonly waiting: Visit[] = [];
  /** Clients that still wait for an answer. */
  readonly open = new Set<Visit>();

  get isListening(): boolean {
    return this.listening;
  }

  comeUp(version: number, now: Micros): void {
    this.version = version;
    this.listening = true;
    this.isHung = false;
    // What an earlier process may have left for nobody is over.
    this.working.clear();
    this.incarnation++;
    this.cameUpAt = now;
  }

  closeListener(): void {
    this.listening = false;
  }

  hang(now: Micros): void {
    if (!this.listening || this.isHung) return;
    this.bankAll(now);
    this.isHung = true;
  }

  /** What its slots have worked until now. */
  busySlotTime(now: Micros): Micros {
    if (this.isHung) return this.banked;
    return [...this.working].reduce((sum, visit) => sum + worked(visit, now), this.banked);
  }

  /** A slot is done with its visit, if one has it. */
  free(visit: Visit, now: Micros): void {
    if (this.working.delete(visit)) this.bank(visit, now);
  }

  private bank(visit: Visit, now: Micros): void {
    if (!this.isHung) this.banked += worked(visit, now);
  }

  private bankAll(now: Micros): void {
    for (const visit of this.working) this.bank(visit, now);
  }

  /** When the last client in it will have given up, if nobody else comes. */
  patienceEnd(now: Micros): Micros {
    if (this.isHung) return NEVER;
    return [...this.open].reduce((latest, { deadline }) => Math.max(latest, deadline), now);
  }

  /** Nobody is in it any more. */
  die(now: Micros): void {
    this.bankAll(now);
    this.listening = false;
    this.isHung = false;
    this.open.clear();
    this.working.clear();
    this.waiting.length = 0;
  }

  /** When work that starts at `start` would be done. */
  finishOf({ attempt, behaviour, factor, delay, sticks }: Visit, start: Micros, { warmup }: PodCapacity): Micros {
    if (sticks) return NEVER;
    let work = attempt.demand * behaviour.serviceFactor;
    if (start - this.cameUpAt < warmup.span) work *= warmup.factor;
    return start + Math.max(1, Math.floor(work * factor + delay + 0.5));
  }

  isStuck(slots: number): boolean {
    const forGood = ({ sticks, leaks, finish, deadline }: Visit) => sticks || (leaks && finish <= deadline);
    const kept = [...this.working].filter(forGood).length + this.waiting.filter(({ sticks }) => sticks).length;
    return this.isHung || kept >= slots;
  }

  /** When everyone now in the pod will have left it, if nobody else comes. */
  idleAt(now: Micros, capacity: PodCapacity): Micros {
    if (this.isHung) return NEVER;
    const until = (visit: Visit, finish: Micros) => {
      if (visit.sticks || (visit.leaks && finish <= visit.deadline)) return NEVER;
      return capacity.cancelsAbandoned ? Math.min(finish, visit.deadline) : finish;
    };
    const busyUntil = [...this.working].map((visit) => until(visit, visit.finish));
    for (const visit of this.waiting) {
      busyUntil.sort((a, b) => a - b);
      const start = busyUntil[0] ?? now;
      if (start > visit.deadline) continue;
      busyUntil[0] = until(visit, this.finishOf(visit, start, capacity));
    }
    return busyUntil.reduce((latest, at) => Math.max(latest, at), now);
  }
}

/** How long a slot has worked on the visit by now. One that keeps its slot for ever counts for nothing. */
function worked({ attempt, sticks, leaks, finish, deadline }: Visit, now: Micros): Micros {
  return sticks || (leaks && finish <= deadline) ? 0 : now - attempt.start;
}
