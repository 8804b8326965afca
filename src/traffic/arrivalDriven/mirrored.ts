import { type Micros, NEVER } from "../../kernel/time.ts";
import { type MirroredRecord, OUTCOME_COUNT } from "../../record/run.ts";
import type { Attempt } from "../attempt.ts";
import type { Draws } from "../draws.ts";
import type { TrafficConfig } from "../plane.ts";
import type { Sign } from "./buckets.ts";

/** Counts copies whose answers nobody waits for: they are nobody's requests and expose nobody. */
export class Mirrored {
  /** All decided since the start of the run: [version or none][outcome]. */
  readonly decided: Float64Array;
  private readonly draws: Draws;
  private readonly start: number;
  private readonly end: number;
  private readonly writeShare: number;
  private readonly versions: number;
  private attempts = 0;
  private inFlight = 0;
  private writes = 0;
  private readonly byOutcome = new Array<number>(OUTCOME_COUNT).fill(0);

  constructor(config: TrafficConfig, draws: Draws) {
    this.draws = draws;
    this.start = config.start;
    this.end = config.end;
    this.writeShare = config.writeShare ?? 0;
    this.versions = config.versions.length;
    this.decided = new Float64Array((this.versions + 1) * OUTCOME_COUNT);
  }

  count(copy: Attempt, sign: Sign): void {
    const { version, outcome, first, start, end } = copy;
    const cell = (version < 0 ? this.versions : version) * OUTCOME_COUNT + outcome;
    this.decided[cell] = (this.decided[cell] as number) + sign;
    if (first < this.start) return;
    this.attempts += sign;
    if (start < this.end && this.draws.isWrite(copy, this.writeShare)) this.writes += sign;
    if (end >= this.end) this.inFlight += sign;
    else this.byOutcome[outcome] = (this.byOutcome[outcome] as number) + sign;
  }

  /** It is not to end as decided. */
  revise(copy: Attempt, to: { readonly outcome: number; readonly end: Micros; readonly now: Micros }): void {
    this.count(copy, -1);
    copy.outcome = to.outcome;
    copy.end = to.end;
    if (copy.start >= to.now) copy.start = NEVER;
    this.count(copy, 1);
  }

  seal(): MirroredRecord {
    const { attempts, byOutcome, inFlight, writes } = this;
    return { attempts, byOutcome, inFlight, writes };
  }
}
