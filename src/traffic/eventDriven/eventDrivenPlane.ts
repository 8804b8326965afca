import { assert, LimitReached } from "../../kernel/assert.ts";
import { type Micros, NEVER } from "../../kernel/time.ts";
import type { TrafficRecord } from "../../record/run.ts";
import { Arrivals } from "../arrivals.ts";
import { Attempt, MIRRORED, NO_POD, OUTCOME } from "../attempt.ts";
import type { Connections } from "../connections.ts";
import { Draws } from "../draws.ts";
import { FlagViews } from "../flags/flagViews.ts";
import type { CounterReading, FlagView, Mirror, TrafficConfig, TrafficPlane, VersionBehaviour } from "../plane.ts";
import { isElsewhere } from "../residents.ts";
import { RetryBudget } from "../retryPolicy.ts";
import { RoutedPlane } from "../routedPlane.ts";
import { Router } from "../router.ts";
import { NO_MORE, Tries } from "../tries.ts";
import { Troubles } from "../troubles.ts";
import { Agenda, RANK } from "./agenda.ts";
import { type AskedDatabase, askedDatabase } from "./askedDatabase.ts";
import { Journal } from "./journal.ts";
import { newVisit, ServingPod, type Visit } from "./servingPod.ts";

/**
 * The plane that plays requests event by event: an answer, the end of a client's patience, a retry. Slow and plain; the
 * arrival-driven plane must give the same record, bit for bit. Both draw from the same streams and route alike.
 */
export class EventDrivenPlane extends RoutedPlane implements TrafficPlane, Connections {
  private readonly config: TrafficConfig;
  private readonly arrivals: Arrivals;
  private readonly draws: Draws;
  private readonly budget: RetryBudget;
  private readonly tries: Tries;
  protected readonly router: Router;
  private readonly journal: Journal;
  private readonly agenda = new Agenda();
  private readonly pods: ServingPod[] = [];
  private readonly versions: VersionBehaviour[];
  private readonly flags = new FlagViews();
  protected readonly troubles: Troubles;
  private readonly database: AskedDatabase | null;
  private now: Micros = 0;

  constructor(config: TrafficConfig) {
    super();
    this.config = config;
    this.arrivals = new Arrivals(config);
    this.draws = new Draws(config);
    this.budget = new RetryBudget(config.client.retries);
    this.tries = new Tries(config.client.retries, config.proxyRetries ?? null);
    this.router = new Router(config, this.draws, this);
    this.journal = new Journal(config);
    this.troubles = new Troubles(config);
    this.router.troubles = this.troubles;
    this.database = askedDatabase(config.dependencies ?? [], this.later, this.troubles.calls);
    this.versions = [...config.versions];
  }

  advance(until: Micros): void {
    const limit = Math.min(until, this.config.end);
    for (;;) {
      const next = Math.min(this.agenda.next, this.arrivals.next);
      if (next >= limit) break;
      this.now = next;
      if (this.agenda.next === next) this.agenda.runNext();
      else this.arrive();
    }
  }

  listen(pod: number, version: number, now: Micros): void {
    this.advance(now);
    this.pod(pod).comeUp(version, now);
    this.troubles.processUp(pod, now);
  }

  shutDown(pod: number, how: "graceful" | "abrupt", now: Micros): Micros {
    if (how === "abrupt") {
      this.kill(pod, now);
      return now;
    }
    this.advance(now);
    const closing = this.pod(pod);
    closing.closeListener();
    return this.database?.leave(pod, closing, now) ?? closing.idleAt(now, this.config.capacity);
  }

  kill(pod: number, now: Micros): void {
    this.advance(now);
    this.now = now;
    const dying = this.pod(pod);
    const reset = [...dying.open];
    dying.die(Math.min(now, this.config.end));
    this.database?.close(pod);
    for (const visit of reset) this.end(visit.attempt, OUTCOME.reset);
  }

  hang(pod: number, now: Micros): void {
    this.advance(now);
    this.pod(pod).hang(Math.min(now, this.config.end));
  }

  setMirror(mirror: Mirror | null, now: Micros): void {
    this.advance(now);
    if (mirror !== null) this.journal.copies ??= [];
    this.router.setMirror(mirror);
  }

  setFlag(pod: number, flag: FlagView | null, now: Micros): void {
    this.advance(now);
    this.flags.set(pod, flag);
  }

  setVersion(version: number, behaviour: VersionBehaviour, now: Micros): void {
    this.advance(now);
    this.versions[version] = behaviour;
  }

  setRateFactor(factor: number, now: Micros): void {
    this.advance(now);
    this.arrivals.setFactor(factor, now);
  }

  inFlight(pod: number, now: Micros): number {
    this.advance(now);
    const { working, waiting, isHung } = this.pod(pod);
    return (isHung ? this.config.capacity.slots : working.size) + waiting.length;
  }

  isStuck(pod: number, now: Micros): boolean {
    this.advance(now);
    return this.pod(pod).isStuck(this.config.capacity.slots);
  }

  busySlotTime(pod: number, now: Micros): Micros {
    this.advance(now);
    return this.pod(pod).busySlotTime(Math.min(now, this.config.end));
  }

  readCounters(now: Micros, into: CounterReading): void {
    this.advance(now);
    this.journal.read(into);
  }

  seal(): TrafficRecord {
    this.advance(this.config.end);
    return this.journal.seal((attempt) => this.draws.isWrite(attempt, this.config.writeShare ?? 0));
  }

  openAttempts(pod: number): number {
    return this.pod(pod).open.size;
  }

  incarnation(pod: number): number {
    const { isListening, incarnation } = this.pod(pod);
    return isListening ? incarnation : -1;
  }

  private arrive(): void {
    const { requests } = this.journal;
    const { requestLimit: most } = this.config;
    if (requests.length >= most) throw new LimitReached("requests", `stopped after ${most} requests at ${this.now} µs`);
    const attempt = new Attempt();
    attempt.request = requests.length;
    attempt.first = this.now;
    attempt.at = this.now;
    this.draws.begin(attempt);
    this.troubles.claim(attempt);
    this.arrivals.advance();
    requests.push({ user: attempt.user, first: this.now, attempts: [], ending: null });
    if (isElsewhere(this.config, attempt)) return;
    this.budget.deposit(1);
    this.send(attempt);
  }

  private send(attempt: Attempt): void {
    this.journal.requests[attempt.request]?.attempts.push(attempt);
    attempt.end = NEVER;
    const pod = this.router.podFor(attempt);
    if (pod !== NO_POD && this.troubles.isCut(pod)) this.lose(attempt);
    else {
      attempt.pod = pod;
      this.meet(attempt);
    }
    this.copy(attempt);
  }

  /** It gets nowhere: its client waits for nothing. */
  private lose(attempt: Attempt): void {
    const deadline = attempt.at + this.config.client.timeout;
    this.agenda.add({ at: deadline, rank: RANK.patience, run: () => this.end(attempt, OUTCOME.timeout) });
  }

  private meet(attempt: Attempt): void {
    if (attempt.pod !== NO_POD) attempt.version = this.pod(attempt.pod).version;
    this.flags.apply(attempt);
    const rejection = this.rejection(attempt.pod);
    if (rejection === null) this.enter(this.pod(attempt.pod), attempt);
    else this.end(attempt, rejection);
  }

  private copy(sent: Attempt): void {
    const pod = this.router.mirrorFor(sent);
    if (pod === NO_POD || this.troubles.isCut(pod)) return;
    const copy = new Attempt();
    copy.mirror(sent, pod);
    copy.end = NEVER;
    this.journal.copies?.push(copy);
    this.meet(copy);
  }

  /** Why the pod does not take one more attempt, null when it does. */
  private rejection(pod: number): number | null {
    if (pod === NO_POD || !this.pod(pod).isListening) return OUTCOME.refused;
    const { working, waiting, isHung } = this.pod(pod);
    const { slots, queue } = this.config.capacity;
    return (isHung || working.size === slots) && waiting.length >= queue ? OUTCOME.shed : null;
  }

  private enter(pod: ServingPod, attempt: Attempt): void {
    const deadline = attempt.at + this.config.client.timeout;
    const behaviour = this.versions[attempt.version] as VersionBehaviour;
    this.troubles.assess(attempt);
    const fails = this.draws.isUnlucky(attempt.request, attempt.number, behaviour) || this.troubles.fails;
    const visit = newVisit({ attempt, behaviour, deadline, fails }, this.troubles);
    pod.open.add(visit);
    pod.waiting.push(visit);
    this.fillSlots(pod);
    this.agenda.add({ at: deadline, rank: RANK.patience, run: () => this.loseClient(pod, visit) });
  }

  private fillSlots(pod: ServingPod): void {
    while (!pod.isHung && pod.working.size < this.config.capacity.slots && pod.waiting.length > 0) {
      const visit = pod.waiting.shift() as Visit;
      visit.attempt.start = this.now;
      visit.attempt.faulty = visit.behaviour.faulty;
      visit.finish = pod.finishOf(visit, this.now, this.config.capacity);
      pod.working.add(visit);
      if (visit.sticks) continue;
      this.agenda.add({ at: visit.finish, rank: RANK.answer, run: () => this.finish(pod, visit) });
    }
  }

  private finish(pod: ServingPod, visit: Visit): void {
    if (pod.isHung || !pod.working.has(visit)) return;
    if (this.database !== null && visit.query >= 0) {
      this.database.ask(visit, () => this.finish(pod, visit));
      return;
    }
    const isWaitedFor = pod.open.delete(visit);
    if (isWaitedFor && visit.leaks) visit.isKept = true;
    else pod.free(visit, this.now);
    if (isWaitedFor) {
      const { attempt, fails } = visit;
      const answer = this.now - attempt.at > this.config.slowAfter ? OUTCOME.slow : OUTCOME.ok;
      this.end(attempt, fails ? OUTCOME.error : answer);
    }
    this.fillSlots(pod);
    this.database?.processMayEnd(visit.attempt.pod, pod);
  }

  private loseClient(pod: ServingPod, visit: Visit): void {
    if (!pod.open.delete(visit)) return;
    const place = pod.waiting.indexOf(visit);
    if (place >= 0) pod.waiting.splice(place, 1);
    else if (this.config.capacity.cancelsAbandoned && !visit.sticks) pod.free(visit, this.now);
    if (visit.asked !== undefined) visit.asked.isAbandoned = this.config.capacity.cancelsAbandoned;
    this.end(visit.attempt, OUTCOME.timeout);
    this.fillSlots(pod);
    this.database?.processMayEnd(visit.attempt.pod, pod);
  }

  private end(attempt: Attempt, outcome: number): void {
    assert(attempt.end === NEVER, "an attempt ends once");
    attempt.end = this.now;
    attempt.outcome = outcome;
    if (attempt.number === MIRRORED) return;
    this.journal.ended.push(attempt);
    const next = this.tries.after(attempt);
    if (next === NO_MORE) {
      this.journal.close(attempt);
      return;
    }
    const at = this.now + this.tries.wait(attempt.number, next, this.draws.jitter(attempt));
    this.agenda.add({ at, rank: RANK.retry, order: attempt.request, run: () => this.tryAgain(attempt, next) });
  }

  private tryAgain(failed: Attempt, number: number): void {
    if (this.tries.isByProxy(number) || this.budget.withdraw()) {
      const attempt = new Attempt();
      attempt.repeat(failed, { number, at: this.now });
      this.send(attempt);
    } else this.journal.close(failed);
  }

  private readonly later = (span: Micros, run: () => void): void =>
    this.agenda.add({ at: this.now + Math.max(1, span), rank: RANK.answer, run });

  private pod(number: number): ServingPod {
    while (this.pods.length <= number) this.pods.push(new ServingPod());
    return this.pods[number] as ServingPod;
  }
}
