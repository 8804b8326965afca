import { type Micros, NEVER } from "../../kernel/time.ts";
import type { TrafficRecord } from "../../record/run.ts";
import { Arrivals } from "../arrivals.ts";
import { Attempt, MIRRORED, NO_POD, OUTCOME } from "../attempt.ts";
import { Draws } from "../draws.ts";
import type { CounterReading, FlagView, Mirror, TrafficConfig, TrafficPlane, VersionBehaviour } from "../plane.ts";
import { isElsewhere } from "../residents.ts";
import { backoffMin, RetryBudget } from "../retryPolicy.ts";
import { RoutedPlane } from "../routedPlane.ts";
import { Router } from "../router.ts";
import { NO_MORE, Tries } from "../tries.ts";
import type { Troubles } from "../troubles.ts";
import { Admission } from "./admission.ts";
import { AttemptLog } from "./attemptLog.ts";
import { Mirrored } from "./mirrored.ts";
import { Newcomers } from "./newcomers.ts";
import { OrdinaryAdmission } from "./ordinaryAdmission.ts";
import { PodSlab } from "./podSlab.ts";
import { Recorder } from "./recorder.ts";
import { Retries } from "./retries.ts";

/**
 * The plane that decides a request's whole life when it arrives: no event and no allocation per request. What was
 * decided is only revised when a pod dies with requests in it.
 *
 * At one instant answers and expired patience come first, then retries, then new requests.
 */
export class ArrivalDrivenPlane extends RoutedPlane implements TrafficPlane {
  private readonly config: TrafficConfig;
  private readonly tries: Tries;
  private readonly isOneOfSeveral: boolean;
  private readonly arrivals: Arrivals;
  private readonly draws: Draws;
  private readonly newcomers: Newcomers;
  private readonly budget: RetryBudget;
  private readonly retries = new Retries();
  private readonly retryAfterMin: Micros;
  /** A proxy may try again 1 µs after the first attempt: hardly any two requests could be decided together. */
  private readonly hasProxyRetries: boolean;
  private readonly log = new AttemptLog();
  private readonly pods: PodSlab;
  private readonly admission: Admission;
  private readonly ordinary: OrdinaryAdmission;
  protected readonly router: Router;
  protected readonly troubles: Troubles;
  private readonly recorder: Recorder;
  /** Null as long as nothing was ever mirrored. */
  private mirrored: Mirrored | null = null;
  /** The attempt in hand. */
  private readonly attempt = new Attempt();
  /** Its copy. */
  private readonly copy = new Attempt();
  /** Everything before this has been played; nothing is played from `config.end` on. */
  private horizon: Micros = NEVER;

  constructor(config: TrafficConfig) {
    super();
    this.config = config;
    this.isOneOfSeveral = config.residents !== undefined;
    this.arrivals = new Arrivals(config);
    this.draws = new Draws(config);
    this.newcomers = new Newcomers(config, { arrivals: this.arrivals, draws: this.draws, log: this.log });
    this.budget = new RetryBudget(config.client.retries);
    this.retryAfterMin = backoffMin(config.client.retries);
    this.hasProxyRetries = (config.proxyRetries ?? null) !== null;
    this.tries = new Tries(config.client.retries, config.proxyRetries ?? null);
    this.pods = new PodSlab(config, this.log);
    this.admission = new Admission(config, this.draws, { log: this.log, pods: this.pods });
    this.ordinary = new OrdinaryAdmission(config, this.admission);
    this.router = new Router(config, this.draws, this.pods);
    this.troubles = this.admission.troubles;
    this.router.troubles = this.troubles;
    this.recorder = new Recorder(config, this.draws);
    this.horizon = 0;
  }

  advance(until: Micros): void {
    if (until <= this.horizon) return;
    const { arrivals, retries } = this;
    const limit = Math.min(until, this.config.end);
    for (;;) {
      if (retries.nextDue <= arrivals.next) {
        if (retries.nextDue >= limit) break;
        this.playRetry();
      } else {
        if (arrivals.next >= limit) break;
        if (this.canBatch()) this.playArrivals(limit);
        else this.playArrival();
      }
    }
    this.horizon = limit;
  }

  listen(pod: number, version: number, now: Micros): void {
    this.advance(now);
    this.pods.listen(pod, version, now);
    this.troubles.processUp(pod, now);
  }

  shutDown(pod: number, how: "graceful" | "abrupt", now: Micros): Micros {
    if (how === "abrupt") {
      this.kill(pod, now);
      return now;
    }
    this.advance(now);
    this.pods.closeListener(pod);
    return Math.max(now, this.pods.busyUntil(pod));
  }

  kill(pod: number, now: Micros): void {
    this.advance(now);
    this.pods.closeListener(pod);
    for (const open of this.log.openIn(pod, this.horizon - 1)) {
      this.attempt.copy(open);
      this.revise({ outcome: OUTCOME.reset, end: now });
    }
    this.pods.stopWork(pod, Math.min(now, this.config.end));
    this.pods.clear(pod);
  }

  hang(pod: number, now: Micros): void {
    this.advance(now);
    if (this.pods.incarnation(pod) > 0) this.pods.stopWork(pod, Math.min(now, this.config.end));
    for (const stuck of this.pods.hang(pod, this.horizon - 1)) {
      this.attempt.copy(stuck);
      this.revise({ outcome: OUTCOME.timeout, end: stuck.at + this.config.client.timeout });
      this.log.add(this.attempt);
    }
  }

  setMirror(mirror: Mirror | null, now: Micros): void {
    this.advance(now);
    if (mirror !== null) this.mirrored ??= new Mirrored(this.config, this.draws);
    this.router.setMirror(mirror);
  }

  setFlag(pod: number, flag: FlagView | null, now: Micros): void {
    this.advance(now);
    this.admission.flags.set(pod, flag);
  }

  setVersion(version: number, behaviour: VersionBehaviour, now: Micros): void {
    this.advance(now);
    this.admission.setVersion(version, behaviour);
  }

  setRateFactor(factor: number, now: Micros): void {
    this.advance(now);
    this.arrivals.setFactor(factor, now);
  }

  inFlight(pod: number, now: Micros): number {
    this.advance(now);
    return this.pods.inFlight(pod, this.horizon - 1);
  }

  isStuck(pod: number, now: Micros): boolean {
    this.advance(now);
    return this.pods.isStuck(pod);
  }

  busySlotTime(pod: number, now: Micros): Micros {
    this.advance(now);
    return this.pods.busySlotTime(pod, Math.min(now, this.config.end));
  }

  readCounters(now: Micros, into: CounterReading): void {
    this.advance(now);
    this.recorder.readDecided(into);
    if (this.mirrored !== null) into.mirrored?.set(this.mirrored.decided);
    this.log.takeOutOpen(into, this.config, this.horizon - 1);
  }

  seal(): TrafficRecord {
    this.advance(this.config.end);
    const record = this.recorder.seal(this.retries.waitingOf(this.config.start, this.config.end));
    return this.mirrored === null ? record : { ...record, mirrored: this.mirrored.seal() };
  }

  /**
   * Plays new requests that arrive before `limit`, many at once: step by step rather than one by one, so that each step
   * is a short loop. None of them is tried again before the last of them has arrived.
   */
  private playArrivals(limit: Micros): void {
    const { log, recorder } = this;
    const before = Math.min(limit, this.retries.nextDue, this.arrivals.next + this.retryAfterMin);
    const count = this.newcomers.nextMany(before);
    const to = log.size;
    const from = to - count;
    this.budget.deposit(count);
    this.router.proposeAll(log, from, to);
    this.ordinary.decideAll(from, to);
    for (let row = recorder.countAnswered(log, from, to); row < to; row = recorder.countAnswered(log, row + 1, to)) {
      log.read(row, this.attempt);
      recorder.arrival(this.attempt);
      this.settle();
    }
  }

  /** May the next requests be decided many at once? */
  private canBatch(): boolean {
    return this.troubles.isQuiet && this.router.isPlain && !this.isOneOfSeveral && !this.hasProxyRetries;
  }

  private playArrival(): void {
    const { attempt } = this;
    this.newcomers.nextOne(attempt);
    if (!this.troubles.isQuiet) this.troubles.claim(attempt);
    if (this.isOneOfSeveral && isElsewhere(this.config, attempt)) {
      this.recorder.elsewhere(attempt);
      return;
    }
    this.budget.deposit(1);
    this.recorder.arrival(attempt);
    this.send();
  }

  private playRetry(): void {
    const { attempt } = this;
    const at = this.retries.nextDue;
    this.retries.take(attempt);
    if (!this.tries.isByProxy(attempt.number) && !this.budget.withdraw()) {
      this.recorder.giveUp(attempt);
      return;
    }
    attempt.at = at;
    this.recorder.retry(attempt);
    this.send();
  }

  /** Sends the attempt in hand and decides everything about it. */
  private send(): void {
    const { attempt } = this;
    attempt.pod = this.router.podFor(attempt);
    if (attempt.pod !== NO_POD && this.troubles.isCut(attempt.pod)) this.lose();
    else this.decide(attempt);
    this.settle();
    if (this.router.isMirroring) this.sendCopy();
  }

  /** Decides what becomes of the attempt in its pod. */
  private decide(attempt: Attempt): void {
    const { log } = this;
    log.add(attempt);
    this.admission.decide(log.size - 1);
    log.read(log.size - 1, attempt);
  }

  /** The attempt in hand gets nowhere: its client waits for nothing. */
  private lose(): void {
    const { attempt } = this;
    attempt.miss(OUTCOME.timeout, attempt.at + this.config.client.timeout);
    this.log.add(attempt);
  }

  /** The attempt in hand has been sent; a copy of it goes elsewhere, for nobody to wait for. */
  private sendCopy(): void {
    const { attempt, copy } = this;
    const pod = this.router.mirrorFor(attempt);
    if (pod === NO_POD || this.troubles.isCut(pod)) return;
    copy.mirror(attempt, pod);
    this.decide(copy);
    this.mirrored?.count(copy, 1);
  }

  /** Counts the attempt in hand; its request ends with it or waits for another try. */
  private settle(): void {
    const { attempt } = this;
    const next = this.tries.after(attempt);
    if (next === NO_MORE) {
      this.recorder.lastAttempt(attempt, 1);
      return;
    }
    this.recorder.attempt(attempt, 1);
    const wait = this.tries.wait(attempt.number, next, this.draws.jitter(attempt));
    this.retries.add(attempt, attempt.end + wait, next);
  }

  /** The attempt in hand, open in its pod, is not to end as decided. */
  private revise({ outcome, end }: { readonly outcome: number; readonly end: Micros }): void {
    const { attempt } = this;
    if (attempt.number === MIRRORED) {
      this.mirrored?.revise(attempt, { outcome, end, now: this.horizon });
      return;
    }
    if (this.tries.after(attempt) !== NO_MORE) {
      this.recorder.attempt(attempt, -1);
      this.retries.remove(attempt.request);
    } else {
      this.recorder.lastAttempt(attempt, -1);
    }
    if (attempt.start >= this.horizon) attempt.faulty = false;
    attempt.outcome = outcome;
    attempt.end = end;
    this.settle();
  }
}
