import { mix32 } from "../kernel/hash.ts";
import { stream } from "../kernel/streams.ts";
import { type Micros, NEVER, SECOND } from "../kernel/time.ts";
import type { Attempt } from "./attempt.ts";
import { Calls } from "./dependencies/calls.ts";
import type { DependencySpec } from "./dependencies/spec.ts";

/** What is wrong with one pod or with the way to it, beside its version's behaviour. */
export interface PodTrouble {
  /** Work is multiplied by this, > 0. */
  readonly factor: number;
  /**
   * Added to the time of each exchange, µs. The pod's slot is held meanwhile: it writes to a connection that drains slowly.
   */
  readonly delay: Micros;
  /** Chance that an exchange loses a packet, and another one while it is sent again, 0–1. */
  readonly loss: number;
  /** Chance that the answer is an error, 0–1. */
  readonly errorShare: number;
  /** Nothing gets through: attempts reach nobody, and their clients wait until their patience ends. */
  readonly isCut: boolean;
}

/** What is wrong with a version that its behaviour does not say. */
export interface VersionTrouble {
  /** These always get an error: a part of the users, or a part of the requests whoever sends them, retries included. */
  readonly segment: { readonly of: "users" | "requests"; readonly share: number } | null;
  /** Share of the exchanges after whose answer the slot is never free again, 0–1. */
  readonly leakShare: number;
  /** After this many attempts of one process every further one is stuck in its slot for ever; `NEVER`: none is. */
  readonly stuckAfter: number;
  /** Share of the attempts that spoil their user's data, 0–1: whatever version meets it later answers with an error. */
  readonly corruptShare: number;
}

export const NO_POD_TROUBLE: PodTrouble = { factor: 1, delay: 0, loss: 0, errorShare: 0, isCut: false };
export const NO_VERSION_TROUBLE: VersionTrouble = {
  segment: null,
  leakShare: 0,
  stuckAfter: NEVER,
  corruptShare: 0,
};

/** Linux `TCP_RTO_MIN`: a lost packet is sent again after this, and after twice as long each further time. */
const RETRANSMISSION: Micros = SECOND / 5;
/** Further losses of the same packet are as good as none. */
const LOSSES_MAX = 6;

const PURPOSE = { error: 1, loss: 2, leak: 3, corrupt: 4, dns: 5, segment: 6, hot: 7 } as const;

export interface TroublesConfig {
  readonly seed: string;
  readonly users: { readonly count: number };
  readonly dependencies?: readonly DependencySpec[];
}

/**
 * What faults do to single attempts, beyond how a version answers as a whole. Decided when an attempt is accepted, in order
 * of acceptance, so that both planes decide alike; so is what its calls to dependencies take. While nothing is wrong and
 * nothing is called `isQuiet` holds, and nothing is asked.
 */
export class Troubles {
  isQuiet = true;
  /** Of the attempt assessed last: what is done to its work, and whether it fails, stays or leaves its slot taken. */
  factor = 1;
  delay: Micros = 0;
  fails = false;
  sticks = false;
  leaks = false;
  /** Work of its query to a database that all pods share, µs; −1: it asks none. */
  query = -1;
  /** What its requests call; null: nothing. */
  readonly calls: Calls | null;
  private unresolvedShare = 0;
  private hot: { readonly user: number; readonly share: number } | null = null;
  private readonly pods = new Map<number, PodTrouble>();
  private readonly versions = new Map<number, VersionTrouble>();
  /** [pod]: attempts that its present process has accepted since somebody counts. */
  private accepted: number[] = [];
  /** [user]: his data are spoilt. */
  private spoilt = new Uint8Array(0);
  private readonly users: number;
  private readonly key: number;

  constructor({ seed, users, dependencies = [] }: TroublesConfig) {
    this.key = stream(seed, "troubles").bits();
    this.users = users.count;
    this.calls = dependencies.length === 0 ? null : new Calls(dependencies, seed);
    this.settle();
  }

  setPod(pod: number, trouble: PodTrouble | null): void {
    if (trouble === null) this.pods.delete(pod);
    else this.pods.set(pod, trouble);
    this.settle();
  }

  setVersion(version: number, trouble: VersionTrouble | null): void {
    if (trouble === null) this.versions.delete(version);
    else this.versions.set(version, trouble);
    if (this.spoilt.length === 0 && trouble !== null && trouble.corruptShare > 0)
      this.spoilt = new Uint8Array(this.users);
    this.settle();
  }

  /** Share of the attempts without a kept connection whose name is not resolved, 0–1: they are refused at once. */
  setUnresolved(share: number): void {
    this.unresolvedShare = share;
    this.settle();
  }

  /** One user sends this share of all requests, 0–1. */
  setHotUser(share: number): void {
    this.hot = share === 0 ? null : { user: 0, share };
    this.settle();
  }

  /** A process of the pod begins. */
  processUp(pod: number, now: Micros): void {
    this.accepted[pod] = 0;
    this.calls?.processUp(pod, now);
  }

  /** Who sends a new request. */
  claim(attempt: Attempt): void {
    if (this.hot !== null && this.chance(attempt, PURPOSE.hot) < this.hot.share) attempt.user = this.hot.user;
  }

  isUnresolved(attempt: Attempt): boolean {
    return this.unresolvedShare > 0 && this.chance(attempt, PURPOSE.dns) < this.unresolvedShare;
  }

  isCut(pod: number): boolean {
    return this.pods.get(pod)?.isCut ?? false;
  }

  /** The pod has accepted the attempt: works out what will become of it there. */
  assess(attempt: Attempt): void {
    this.factor = 1;
    this.delay = 0;
    this.fails = this.spoilt[attempt.user] === 1;
    this.sticks = false;
    this.leaks = false;
    const pod = this.pods.get(attempt.pod);
    if (pod !== undefined) this.assessPod(attempt, pod);
    const version = this.versions.get(attempt.version);
    if (version !== undefined) this.assessVersion(attempt, version);
    if (this.calls !== null) this.assessCalls(attempt, this.calls);
  }

  /** What becomes of that much work, µs; `NEVER`: it is never done. */
  workOf(work: number): number {
    return this.sticks ? NEVER : work * this.factor + this.delay;
  }

  private assessCalls(attempt: Attempt, calls: Calls): void {
    calls.assess(attempt);
    this.delay += calls.time;
    this.fails ||= calls.fails;
    this.query = calls.fails ? -1 : calls.query;
  }

  private assessPod(attempt: Attempt, { factor, delay, loss, errorShare }: PodTrouble): void {
    this.factor = factor;
    this.delay = delay;
    if (loss > 0) this.delay += lostTime(this.chance(attempt, PURPOSE.loss), loss);
    if (errorShare > 0 && this.chance(attempt, PURPOSE.error) < errorShare) this.fails = true;
  }

  private assessVersion(attempt: Attempt, { segment, leakShare, stuckAfter, corruptShare }: VersionTrouble): void {
    const accepted = (this.accepted[attempt.pod] ?? 0) + 1;
    this.accepted[attempt.pod] = accepted;
    this.sticks = accepted > stuckAfter;
    this.leaks = leakShare > 0 && this.chance(attempt, PURPOSE.leak) < leakShare;
    if (segment !== null) {
      const place = uniform(
        mix32(mix32((segment.of === "users" ? attempt.user : attempt.request) ^ this.key) + PURPOSE.segment),
      );
      if (place < segment.share) this.fails = true;
    }
    if (corruptShare > 0 && this.chance(attempt, PURPOSE.corrupt) < corruptShare) this.spoilt[attempt.user] = 1;
  }

  /** Uniform in (0, 1), for this attempt and purpose. */
  private chance({ request, number }: Attempt, purpose: number): number {
    return uniform(mix32(mix32(mix32(request ^ this.key) + number) + purpose));
  }

  private settle(): void {
    this.isQuiet =
      this.calls === null &&
      this.pods.size === 0 &&
      this.versions.size === 0 &&
      this.spoilt.length === 0 &&
      this.unresolvedShare === 0 &&
      this.hot === null;
    this.fails = false;
    this.sticks = false;
    this.leaks = false;
  }
}

/**
 * How long an exchange waits for packets that were lost, µs: lost k times in a row it takes 200 ms · (2^k − 1). With a loss
 * of 10 %, luck 0.05 is one loss (0.2 s) and luck 0.005 are two (0.6 s).
 */
function lostTime(luck: number, loss: number): Micros {
  let time = 0;
  let wait = RETRANSMISSION;
  for (let losses = 0, share = loss; losses < LOSSES_MAX && luck < share; losses++, share *= loss) {
    time += wait;
    wait *= 2;
  }
  return time;
}

function uniform(hash: number): number {
  return (hash + 0.5) / 4294967296;
}
