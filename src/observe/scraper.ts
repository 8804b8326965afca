import { assert } from "../kernel/assert.ts";
import type { Micros } from "../kernel/time.ts";
import { OUTCOME_COUNT, OUTCOMES } from "../record/run.ts";
import type { CounterReading } from "../traffic/plane.ts";
import { SampleRing } from "./samples.ts";

/** Whose attempts a ratio is about: the whole service (attempts that found no endpoint included), or one version's. */
export type Subject = "service" | "newVersion" | "oldVersion";
/** … or everything but the new version's, when those cannot be seen. */
type Selection = Subject | "notNewVersion";

/** A left-open range of time with the least number of attempts that allows a verdict. */
export interface RatioRange {
  readonly from: Micros;
  readonly to: Micros;
  readonly minRequests: number;
}

/** A proxy-side metric counts a late answer as an answer. */
const BAD = OUTCOMES.map((outcome) => outcome !== "ok" && outcome !== "slow");

/** The scraped counters: attempts and bad attempts of each version, and of no version, over the last window. */
export class Scraper {
  /** Where the plane writes before `take`. */
  readonly reading: CounterReading;
  private readonly rows: number;
  /** Per row: attempts, then bad attempts. */
  private readonly counters: Float64Array;
  private readonly samples: SampleRing;
  private readonly rowsOf: Readonly<Record<Selection, readonly number[]>>;
  private retention: Micros;

  /** @param retention the longest window that will be asked for, µs. */
  constructor(versions: { readonly count: number; readonly old: number; readonly new: number }, retention: Micros) {
    this.rows = versions.count + 1;
    this.reading = { byVersion: new Float64Array(this.rows * OUTCOME_COUNT) };
    this.counters = new Float64Array(this.rows * 2);
    this.samples = new SampleRing(this.rows * 2, retention);
    this.retention = retention;
    this.rowsOf = {
      service: Array.from({ length: this.rows }, (_, row) => row),
      oldVersion: [versions.old],
      notNewVersion: Array.from({ length: this.rows }, (_, row) => row).filter((row) => row !== versions.new),
      newVersion: [versions.new],
    };
  }

  retain(span: Micros): void {
    this.retention = Math.max(this.retention, span);
    this.samples.retain(span);
  }

  /** Stores what `reading` holds as the sample of instant `at`. */
  take(at: Micros): void {
    for (let row = 0; row < this.rows; row++) {
      let attempts = 0;
      let bad = 0;
      for (let outcome = 0; outcome < OUTCOME_COUNT; outcome++) {
        const count = this.reading.byVersion[row * OUTCOME_COUNT + outcome] as number;
        attempts += count;
        if (BAD[outcome]) bad += count;
      }
      this.counters[row * 2] = attempts;
      this.counters[row * 2 + 1] = bad;
    }
    this.samples.append(at, this.counters);
  }

  /**
   * increase(bad) / increase(all) over (from, to]. Prometheus' ratio of rates is the same, since both are extrapolated
   * alike, except while a counter is so near its zero that its extrapolation is cut there. Null without two samples, without attempts, or with fewer than `minRequests` of them.
   */
  errorRatio(subject: Selection, range: RatioRange): number | null {
    assert(range.to - range.from <= this.retention, `samples are kept for ${this.retention} µs only`);
    let attempts = 0;
    let bad = 0;
    for (const row of this.rowsOf[subject]) {
      const seen = this.samples.increase(row * 2, range.from, range.to);
      if (seen.samples < 2) return null;
      attempts += seen.increase;
      bad += this.samples.increase(row * 2 + 1, range.from, range.to).increase;
    }
    return attempts === 0 || attempts < range.minRequests ? null : bad / attempts;
  }
}
