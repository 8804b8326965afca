import type { Micros } from "../../kernel/time.ts";
import { NO_POD, OUTCOME } from "../attempt.ts";
import type { Draws } from "../draws.ts";
import type { TrafficConfig, VersionBehaviour } from "../plane.ts";
import type { Admission } from "./admission.ts";
import type { AttemptLog } from "./attemptLog.ts";
import { BUSY, CROWDED_UNTIL, FEW_SLOTS, FREE, INCARNATION, putInOrder, VERSION, WARM_UNTIL } from "./podRow.ts";
import type { PodSlab } from "./podSlab.ts";

/**
 * Decides many attempts one after the other while nobody is in trouble: `Admission` without all that does not concern an
 * ordinary one, whose pod listens, has room, and answers before its client's patience ends. So it is one loop that
 * calls nothing, half the cost of the whole. Whoever turns out not to be ordinary is left to `Admission`, before
 * anything has been done for him.
 */
export class OrdinaryAdmission {
  private readonly admission: Admission;
  private readonly log: AttemptLog;
  private readonly pods: PodSlab;
  private readonly draws: Draws;
  private readonly slots: number;
  private readonly timeout: Micros;
  private readonly slowAfter: Micros;
  private readonly warmupFactor: number;

  constructor({ capacity, client, slowAfter }: TrafficConfig, admission: Admission) {
    this.admission = admission;
    this.log = admission.log;
    this.pods = admission.pods;
    this.draws = admission.draws;
    this.slots = capacity.slots;
    this.timeout = client.timeout;
    this.slowAfter = slowAfter;
    this.warmupFactor = capacity.warmup.factor;
  }

  /** Decides the first attempts in the rows from … to − 1, in the order they arrive. */
  decideAll(from: number, to: number): void {
    const { admission } = this;
    if (this.slots <= FEW_SLOTS && admission.flags.count === 0) this.decideOrdinary(from, to);
    else for (let row = from; row < to; row++) admission.decide(row);
  }

  private decideOrdinary(from: number, to: number): void {
    const { log, pods, admission, timeout, slowAfter, warmupFactor } = this;
    const { rows, width, queue } = pods;
    const { versions } = admission;
    const { at, demand, start: startOf, end: endOf, outcome, faulty, version: versionOf, pod: podOf } = log;
    // The engine looks up a module's constants each time they are named.
    const [none, freeAt, versionAt, warmAt, crowdedAt, busyAt] = [
      NO_POD,
      FREE,
      VERSION,
      WARM_UNTIL,
      CROWDED_UNTIL,
      BUSY,
    ];
    for (let row = from; row < to; row++) {
      const pod = this.choose(row);
      if (pod === none) {
        admission.decide(row);
        continue;
      }
      const place = (pod * width) | 0;
      const now = at[row] as number;
      const free = rows[place + freeAt] as number;
      const start = Math.max(free, now);
      const version = (rows[place + versionAt] as number) | 0;
      const behaviour = versions[version] as VersionBehaviour;
      let work = (demand[row] as number) * behaviour.serviceFactor;
      if (start < (rows[place + warmAt] as number)) work *= warmupFactor;
      const finish = start + Math.max(1, Math.floor(work + 0.5));
      startOf[row] = start;
      if (finish - now > timeout || (start > now && !queue.tryToAdd(pod, startOf, row))) {
        admission.decide(row);
        continue;
      }
      if (start > now && start > (rows[place + crowdedAt] as number)) rows[place + crowdedAt] = start;
      podOf[row] = pod;
      versionOf[row] = version;
      endOf[row] = finish;
      faulty[row] = Number(behaviour.faulty);
      outcome[row] = Number(finish - now > slowAfter);
      if (behaviour.errorShare !== 0) this.tryLuck(row, behaviour);
      rows[place + busyAt] = (rows[place + busyAt] as number) + finish - start;
      rows[place + freeAt] = finish;
      putInOrder(rows, (place + freeAt) | 0, (place + width - 1) | 0);
    }
  }

  private tryLuck(row: number, behaviour: VersionBehaviour): void {
    const { log } = this;
    if (this.draws.isUnlucky(log.request[row] as number, 0, behaviour)) log.outcome[row] = OUTCOME.error;
  }

  /** The pod that the attempt is sent to; `NO_POD` when that pod does not listen, or more than its slots must be looked at. */
  private choose(row: number): number {
    const { rows, width, count } = this.pods;
    const { log } = this;
    const pod = log.pod[row] as number;
    const rival = log.rival[row] as number;
    if (pod < 0 || pod >= count || rival >= count) return NO_POD;
    const ofPod = (pod * width) | 0;
    if (rival < 0) return (rows[ofPod + INCARNATION] as number) > 0 ? pod : NO_POD;
    const ofRival = (rival * width) | 0;
    const now = log.at[row] as number;
    if ((rows[ofPod + CROWDED_UNTIL] as number) > now || (rows[ofRival + CROWDED_UNTIL] as number) > now) return NO_POD;
    // By how many more slots the rival is busy, added up rather than asked for: a wrong guess costs as much as all.
    let more = 0;
    for (let slot = FREE; slot < width; slot++) {
      more = (more + Number((rows[ofRival + slot] as number) > now)) | 0;
      more = (more - Number((rows[ofPod + slot] as number) > now)) | 0;
    }
    const chosen = pod ^ ((pod ^ rival) & (more >> 31));
    return (rows[chosen * width + INCARNATION] as number) > 0 ? chosen : NO_POD;
  }
}
