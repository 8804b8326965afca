import type { Micros } from "../../kernel/time.ts";
import type { Attempt } from "../attempt.ts";
import type { PodCapacity, VersionBehaviour } from "../plane.ts";

/** An attempt in a pod, with the behaviour its version had when it was sent. */
export interface Visit {
  readonly attempt: Attempt;
  readonly behaviour: VersionBehaviour;
  /** Its answer, if it comes to one, is an error. */
  readonly fails: boolean;
  readonly deadline: Micros;
  /** When the slot is done with it; known from the start of the work on. */
  finish: Micros;
}

/** One process that serves requests: who is worked on, who waits, who is waited for. */
export class ServingPod {
  version = -1;
  incarnation = 0;
  private listening = false;
  private cameUpAt: Micros = 0;
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
    this.incarnation++;
    this.cameUpAt = now;
  }

  closeListener(): void {
    this.listening = false;
  }

  /** When work that starts at `start` would be done. */
  finishOf({ attempt, behaviour }: Visit, start: Micros, { warmup }: PodCapacity): Micros {
    let work = attempt.demand * behaviour.serviceFactor;
    if (start - this.cameUpAt < warmup.span) work *= warmup.factor;
    return start + Math.max(1, Math.floor(work + 0.5));
  }

  /** When everyone now in the pod will have left it, if nobody else comes. */
  idleAt(now: Micros, capacity: PodCapacity): Micros {
    const until = (visit: Visit, finish: Micros) =>
      capacity.cancelsAbandoned ? Math.min(finish, visit.deadline) : finish;
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
