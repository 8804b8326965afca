import { sampler } from "../../kernel/distributions.ts";
import { mix32 } from "../../kernel/hash.ts";
import { stream } from "../../kernel/streams.ts";
import type { Micros } from "../../kernel/time.ts";
import type { Attempt } from "../attempt.ts";
import { type DependencySpec, type DependencyState, HEALTHY } from "./spec.ts";

/** Times of one law are drawn for so many requests; the next ones have them again. */
const DRAWN = 4096;
const PURPOSE = { needed: 1, hit: 2, time: 3, error: 4 } as const;

/** One dependency as it is at present. */
interface Called {
  readonly spec: DependencySpec;
  readonly key: number;
  /** Times of calls, or of queries, µs. */
  readonly times: Float64Array;
  state: DependencyState;
}

/**
 * The calls of a request, one after the other while its slot is held. What each of them takes and whether it fails is the
 * same for a request under every strategy; it is decided when the request is accepted by a pod.
 */
export class Calls {
  /** Of the attempt assessed last: time of all calls but the query, whether one failed, and the query's work (−1: none). */
  time: Micros = 0;
  fails = false;
  query = -1;
  private readonly called: readonly Called[];
  /** [pod]: when its present process came up. */
  private readonly upSince: Micros[] = [];

  constructor(dependencies: readonly DependencySpec[], seed: string) {
    this.called = dependencies.map((spec) => {
      const draws = stream(seed, `dependency/${spec.name}`);
      const times = new Float64Array(spec.kind === "cache" ? 0 : DRAWN);
      const key = draws.bits();
      if (spec.kind !== "cache") sampler(spec.kind === "service" ? spec.latency : spec.query).fill(times, draws);
      return { spec, key, times, state: HEALTHY };
    });
  }

  stateOf(name: string): DependencyState {
    return this.called.find(({ spec }) => spec.name === name)?.state ?? HEALTHY;
  }

  /** The dependency of this name is in this state from now on. */
  set(name: string, state: DependencyState): void {
    for (const called of this.called) if (called.spec.name === name) called.state = state;
  }

  processUp(pod: number, now: Micros): void {
    this.upSince[pod] = now;
  }

  assess(attempt: Attempt): void {
    this.time = 0;
    this.fails = false;
    this.query = -1;
    for (const called of this.called) {
      if (this.chance(called, attempt, PURPOSE.needed) >= called.spec.share) continue;
      if (this.endsWith(called, attempt)) return;
    }
  }

  /** Makes one call. True: no other one follows it. */
  private endsWith(called: Called, attempt: Attempt): boolean {
    const { spec, state } = called;
    const time = this.timeOf(called, attempt) * state.factor;
    switch (spec.kind) {
      case "cache":
        return state.health === "up" && this.chance(called, attempt, PURPOSE.hit) < this.hitRatioOf(spec, attempt);
      case "service": {
        const isLate = state.health === "hangs" || time > spec.timeout;
        const isRefused = state.health === "refuses";
        if (!isRefused) this.time += isLate ? spec.timeout : Math.floor(time + 0.5);
        this.fails = isRefused || isLate || this.chance(called, attempt, PURPOSE.error) < spec.errorShare;
        return this.fails;
      }
      case "database":
        this.query = Math.floor(time + 0.5);
        this.fails = state.health === "refuses";
        return true;
    }
  }

  private hitRatioOf({ hitRatio, warmsFor }: { hitRatio: number; warmsFor: Micros }, { pod, at }: Attempt): number {
    const age = at - (this.upSince[pod] ?? 0);
    return age >= warmsFor ? hitRatio : (hitRatio * age) / warmsFor;
  }

  private timeOf({ times, key }: Called, { request, number }: Attempt): number {
    return times.length === 0 ? 0 : (times[mix32(mix32(request ^ key) + number + PURPOSE.time) % DRAWN] as number);
  }

  private chance({ key }: Called, { request, number }: Attempt, purpose: number): number {
    // Whether a request needs a dependency is the request's own, however often it is tried.
    const attempt = purpose === PURPOSE.needed ? 0 : number;
    return (mix32(mix32(mix32(request ^ key) + attempt) + purpose) + 0.5) / 4294967296;
  }
}
