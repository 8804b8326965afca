import { sampler } from "../kernel/distributions.ts";
import { mix32 } from "../kernel/hash.ts";
import { stream } from "../kernel/streams.ts";
import type { Attempt } from "./attempt.ts";
import type { TrafficConfig, VersionBehaviour } from "./plane.ts";
import { createUsers } from "./users.ts";

const BLOCK_BITS = 8;
const BLOCK = 1 << BLOCK_BITS;

/** Retries ask for one of these; the number keeps the answers apart. */
const PURPOSE = { luck: 1, side: 2, first: 3, second: 4, jitter: 5, proxy: 6, mirror: 7, write: 8 } as const;

/** Requests row by row, and what is drawn for each. */
export interface DrawnRows {
  readonly request: Int32Array;
  readonly user: Int32Array;
  readonly demand: Float64Array;
}

/*
 * What is asked for in the hot path is answered in whole numbers, yes or no, or written into the attempt: a real number
 * that leaves a function the engine did not inline costs an allocation.
 */

/**
 * Everything chance decides about a request. First attempts read named streams, draw k for request k: the request has
 * the same user, work, luck and choices whatever the strategy does. Retries get theirs from a hash of (request,
 * attempt), so that the failures of one strategy do not shift the draws of another.
 */
export class Draws {
  /** Who sends the requests of the present block, and the work they bring: every request asks for both. */
  private readonly users = new Int32Array(BLOCK);
  private readonly work = new Float64Array(BLOCK);
  private readonly fillBlock: () => void;
  private readonly lucks: Sequence;
  private readonly sides: Sequence;
  private readonly firsts: Sequence;
  private readonly seconds: Sequence;
  private readonly proxies: Sequence;
  private readonly retryKey: number;

  constructor(config: TrafficConfig) {
    const { seed } = config;
    const users = createUsers(config.users);
    const demand = sampler(config.capacity.service);
    const from = (name: string) => stream(seed, name);
    const usersFrom = from("users");
    const demandFrom = from("demand");
    const uniform = (name: string) => {
      const source = from(name);
      return new Sequence((block) => source.fillUniform(block));
    };
    this.fillBlock = () => {
      users.fill(this.users, usersFrom);
      demand.fill(this.work, demandFrom);
    };
    this.lucks = uniform("luck");
    this.sides = uniform("route");
    this.firsts = uniform("balancer/first");
    this.seconds = uniform("balancer/second");
    this.proxies = uniform("proxy");
    this.retryKey = from("retries").bits();
  }

  /** Fills in who sends a new request, and the work it brings. Called for request 0, 1, 2, … */
  begin(attempt: Attempt): void {
    const place = attempt.request & (BLOCK - 1);
    if (place === 0) this.fillBlock();
    attempt.user = this.users[place] as number;
    attempt.demand = this.work[place] as number;
  }

  /** New requests that may begin together, one at least, when the next one is this. */
  static togetherFrom(request: number): number {
    return BLOCK - (request & (BLOCK - 1));
  }

  /** The same as `begin` for the requests in the rows from … to − 1, as many as may begin together. */
  beginAll(rows: DrawnRows, from: number, to: number): void {
    const { users, work } = this;
    let place = (rows.request[from] as number) & (BLOCK - 1);
    if (place === 0) this.fillBlock();
    for (let row = from; row < to; row++, place++) {
      rows.user[row] = users[place] as number;
      rows.demand[row] = work[place] as number;
    }
  }

  /** Does the attempt's answer turn out an error? */
  isUnlucky(request: number, number: number, { errorShare }: VersionBehaviour): boolean {
    if (errorShare === 0) return false;
    if (number > 0) return this.hashed({ request, number }, PURPOSE.luck) < errorShare;
    this.lucks.reach(request);
    return (this.lucks.values[request & (BLOCK - 1)] as number) < errorShare;
  }

  /** Uniform in (0, 1): which side of a split route. */
  side(attempt: Attempt): number {
    return attempt.number === 0 ? this.sides.at(attempt.request) : this.hashed(attempt, PURPOSE.side);
  }

  /** The balancer's first choice among `count`, 0 … count − 1. */
  firstChoice(attempt: Attempt, count: number): number {
    if (attempt.number > 0) return Math.floor(this.hashed(attempt, PURPOSE.first) * count);
    return this.firsts.choice(attempt.request, count);
  }

  /** Its second, independent of the first. */
  secondChoice(attempt: Attempt, count: number): number {
    if (attempt.number > 0) return Math.floor(this.hashed(attempt, PURPOSE.second) * count);
    return this.seconds.choice(attempt.request, count);
  }

  /** The way in among `count` proxies, 0 … count − 1. */
  proxyChoice(attempt: Attempt, count: number): number {
    if (attempt.number > 0) return Math.floor(this.hashed(attempt, PURPOSE.proxy) * count);
    return this.proxies.choice(attempt.request, count);
  }

  /** Is the attempt copied, when this share is? */
  isMirrored(attempt: Attempt, share: number): boolean {
    return share >= 1 || (share > 0 && this.hashed(attempt, PURPOSE.mirror) < share);
  }

  /** Does the request write something, when this share does? The same for all its attempts and copies. */
  isWrite({ request }: Attempt, share: number): boolean {
    return share > 0 && (mix32(mix32(request ^ this.retryKey) + PURPOSE.write) + 0.5) / 4294967296 < share;
  }

  /** Uniform in (0, 1): how long the client waits after this attempt has failed. */
  jitter(attempt: Attempt): number {
    return this.hashed(attempt, PURPOSE.jitter);
  }

  private hashed({ request, number }: Pick<Attempt, "request" | "number">, purpose: number): number {
    const hash = mix32(mix32(mix32(request ^ this.retryKey) + number) + purpose);
    return (hash + 0.5) / 4294967296;
  }
}

/**
 * The draws of one purpose by their position, read in rising order, 256 at a time. What nobody asks for costs nothing
 * until somebody does: the positions in between are then drawn and passed over.
 */
class Sequence {
  /** The present block. */
  readonly values = new Float64Array(BLOCK);
  private readonly fill: (block: Float64Array) => void;
  private drawnBlocks = 0;

  constructor(fill: (block: Float64Array) => void) {
    this.fill = fill;
  }

  at(position: number): number {
    this.reach(position);
    return this.values[position & (BLOCK - 1)] as number;
  }

  /** A whole number below `count` by the value, which is uniform in (0, 1). */
  choice(position: number, count: number): number {
    this.reach(position);
    return Math.floor((this.values[position & (BLOCK - 1)] as number) * count);
  }

  /** Draws on until `values` has the position's. */
  reach(position: number): void {
    if (position >> BLOCK_BITS >= this.drawnBlocks) this.drawTo(position >> BLOCK_BITS);
  }

  private drawTo(block: number): void {
    for (; this.drawnBlocks <= block; this.drawnBlocks++) this.fill(this.values);
  }
}
