import { LimitReached } from "../../kernel/assert.ts";
import type { Micros } from "../../kernel/time.ts";
import type { Arrivals } from "../arrivals.ts";
import type { Attempt } from "../attempt.ts";
import { Draws } from "../draws.ts";
import type { TrafficConfig } from "../plane.ts";
import type { AttemptLog } from "./attemptLog.ts";

/** New requests: when they arrive, who sends them and the work they bring. */
export class Newcomers {
  private readonly arrivals: Arrivals;
  private readonly draws: Draws;
  private readonly log: AttemptLog;
  private readonly limit: number;
  /** How many have come. */
  private count = 0;

  constructor(
    { requestLimit }: TrafficConfig,
    parts: { readonly arrivals: Arrivals; readonly draws: Draws; readonly log: AttemptLog },
  ) {
    this.limit = requestLimit;
    this.arrivals = parts.arrivals;
    this.draws = parts.draws;
    this.log = parts.log;
  }

  /** Fills in the next one's first attempt. */
  nextOne(attempt: Attempt): void {
    this.checkLimit();
    const at = this.arrivals.next;
    attempt.request = this.count++;
    attempt.number = 0;
    attempt.first = at;
    attempt.at = at;
    this.draws.begin(attempt);
    this.arrivals.advance();
  }

  /** Writes those that arrive before `before`, one at least and as many as can be drawn at once, behind the log's rows. Answers how many. */
  nextMany(before: Micros): number {
    this.checkLimit();
    const { arrivals, log } = this;
    const most = Math.min(Draws.togetherFrom(this.count), this.limit - this.count);
    log.reserve(most, arrivals.next);
    const from = log.size;
    const to = from + arrivals.take({ times: log.at, from }, most, before);
    for (let row = from; row < to; row++) {
      log.request[row] = this.count++;
      log.number[row] = 0;
    }
    log.size = to;
    this.draws.beginAll(log, from, to);
    return to - from;
  }

  private checkLimit(): void {
    if (this.count >= this.limit) {
      throw new LimitReached("requests", `stopped after ${this.limit} requests at ${this.arrivals.next} µs`);
    }
  }
}
