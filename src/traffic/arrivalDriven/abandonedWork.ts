import type { Micros } from "../../kernel/time.ts";
import type { Clock } from "./clock.ts";

/** The work that a pod does for nobody: one entry for each client that gave up on an attempt in a slot. */
interface Entries {
  /** When the client was gone and when the slot is free, alternating, in order of the first. */
  times: number[];
  /** What has ended is forgotten when there are as many numbers as this. */
  room: number;
}

const ROOM_MIN = 32;

/** Per pod, the slots that work for nobody: a proxy does not see them as open. Seldom used, so plain lists. */
export class AbandonedWork {
  private readonly clock: Clock;
  private readonly pods: Entries[] = [];

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Slots of the pod that work for nobody now. */
  count(pod: number): number {
    const times = this.pods[pod]?.times;
    if (times === undefined) return 0;
    const { now } = this.clock;
    let count = 0;
    for (let i = 0; i < times.length && (times[i] as number) <= now; i += 2)
      if ((times[i + 1] as number) > now) count++;
    return count;
  }

  /** The client will be gone from `since` on, the slot is free at `until`. */
  add(pod: number, since: Micros, until: Micros): void {
    while (this.pods.length <= pod) this.pods.push({ times: [], room: ROOM_MIN });
    const entries = this.pods[pod] as Entries;
    if (entries.times.length >= entries.room) {
      entries.times = unfinished(entries.times, this.clock.now);
      entries.room = ROOM_MIN + 2 * entries.times.length;
    }
    // Nearly always the last one: clients that are equally patient give up in the order they came.
    let place = entries.times.length;
    while (place > 0 && (entries.times[place - 2] as number) > since) place -= 2;
    entries.times.splice(place, 0, since, until);
  }

  clear(pod: number): void {
    const entries = this.pods[pod];
    if (entries !== undefined) entries.times = [];
  }
}

function unfinished(times: readonly number[], now: Micros): number[] {
  const left: number[] = [];
  for (let i = 0; i < times.length; i += 2) {
    if ((times[i + 1] as number) > now) left.push(times[i] as number, times[i + 1] as number);
  }
  return left;
}
