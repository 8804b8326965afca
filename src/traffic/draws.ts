import { type Sampler, sampler } from "../kernel/distributions.ts";
import { mix32 } from "../kernel/hash.ts";
import { type Stream, stream } from "../kernel/streams.ts";
import type { Attempt } from "./attempt.ts";
import type { TrafficConfig } from "./plane.ts";
import { createUsers, type Users } from "./users.ts";

const BLOCK = 256;

/**
 * Everything chance decides about a request. First attempts draw from named streams, once per request in order of
 * arrival, needed or not: request k has the same user, work, luck and choices whatever the strategy does. Retries get
 * theirs from a hash of (request, attempt), so that the failures of one strategy do not shift the draws of another.
 *
 * Streams are read in blocks: 256 draws of one purpose at a time keep its generator in registers.
 */
export class Draws {
  private readonly users: Users;
  private readonly demand: Sampler;
  private readonly streams: Readonly<Record<"users" | "demand" | "luck" | "route" | "balancer", Stream>>;
  private readonly retryKey: number;

  private readonly user = new Int32Array(BLOCK);
  private readonly work = new Float64Array(BLOCK);
  private readonly luck = new Float64Array(BLOCK);
  private readonly side = new Float64Array(BLOCK);
  private readonly choices = new Float64Array(2 * BLOCK);
  private position = BLOCK;

  constructor(config: TrafficConfig) {
    const { seed } = config;
    this.users = createUsers(config.users);
    this.demand = sampler(config.capacity.service);
    this.streams = {
      users: stream(seed, "users"),
      demand: stream(seed, "demand"),
      luck: stream(seed, "luck"),
      route: stream(seed, "route"),
      balancer: stream(seed, "balancer"),
    };
    this.retryKey = stream(seed, "retries").bits();
  }

  /** Draws for the next request in order of arrival. */
  fresh(attempt: Attempt): void {
    if (this.position === BLOCK) this.refill();
    const i = this.position++;
    attempt.user = this.user[i] as number;
    attempt.demand = this.work[i] as number;
    attempt.luck = this.luck[i] as number;
    attempt.side = this.side[i] as number;
    attempt.choiceA = this.choices[2 * i] as number;
    attempt.choiceB = this.choices[2 * i + 1] as number;
  }

  /** Luck and choices of a retry; `request` and `number` say which. User and work are the request's own. */
  retry(attempt: Attempt): void {
    const hash = mix32(mix32(attempt.request ^ this.retryKey) + attempt.number);
    attempt.luck = unit(hash + 1);
    attempt.side = unit(hash + 2);
    attempt.choiceA = unit(hash + 3);
    attempt.choiceB = unit(hash + 4);
  }

  /** Uniform in (0, 1): how long the client waits after this attempt has failed. */
  jitter(request: number, number: number): number {
    return unit(mix32(mix32(request ^ this.retryKey) + number) + 5);
  }

  private refill(): void {
    const { streams } = this;
    this.users.fill(this.user, streams.users);
    this.demand.fill(this.work, streams.demand);
    fillUniform(this.luck, streams.luck);
    fillUniform(this.side, streams.route);
    fillUniform(this.choices, streams.balancer);
    this.position = 0;
  }
}

function unit(hash: number): number {
  return (mix32(hash) + 0.5) / 4294967296;
}

function fillUniform(block: Float64Array, source: Stream): void {
  for (let i = 0; i < block.length; i++) block[i] = source.uniform();
}
