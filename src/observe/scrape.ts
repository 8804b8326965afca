import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { NO_CAUSE } from "../kernel/log.ts";
import type { Micros } from "../kernel/time.ts";
import type { Database } from "./promql/database.ts";
import { type Labels, METRIC_NAME } from "./promql/labels.ts";
import type { Series } from "./promql/series.ts";

/** Takes one line of what a target exposes. The same labels should be the same object each time: they are looked up once. */
export type Expose = (labels: Labels, value: number) => void;

/** Something that answers scrapes. */
export interface Target {
  /** `job`, `instance` and what else is added to every series. */
  readonly labels: Labels;
  readonly interval: Micros;
  /**
   * Scrapes are at the instants that leave this rest when divided by the interval, µs, whenever the target came (Prometheus 3
   * `scrape/target.go:offset`): a target of phase 3 s and interval 10 s that comes at 8 s is scraped at 13 s.
   */
  readonly phase: Micros;
  /** Exposes its metrics as they are now. False: it does not answer. */
  scrape(expose: Expose): boolean;
}

/** Time a scrape takes here: none. The series is there all the same, for those who draw it. */
const SCRAPE_DURATION_SECONDS = 0;

/**
 * Scrapes one target at its phase + k · interval (Prometheus 3 `scrape/scrape.go:scrapeLoop`).
 *
 * A series that a scrape no longer shows is over at once; so are all when the target does not answer. A target that is
 * gone: its series end at the scrape that would have been next, which is known 2.1 intervals after the last.
 */
export class ScrapeLoop {
  private readonly kernel: Pick<Kernel, "now" | "schedule" | "cause">;
  private readonly database: Database;
  private readonly target: Target;
  private readonly resolved = new WeakMap<Labels, Series>();
  private readonly own: ReadonlyMap<string, Labels>;
  private shown = new Set<Series>();
  private nextAt: Micros;
  private isStopped = false;
  private isPaused = false;

  constructor(kernel: Pick<Kernel, "now" | "schedule" | "cause">, database: Database, target: Target) {
    this.kernel = kernel;
    this.database = database;
    this.target = target;
    this.own = new Map(OWN_METRICS.map((name) => [name, target.labels.with([[METRIC_NAME, name]])]));
    const { interval, phase } = target;
    const rest = (phase - kernel.now) % interval;
    this.nextAt = kernel.now + (rest < 0 ? rest + interval : rest);
    this.arm();
  }

  /** The target is gone. */
  stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    const endsAt = this.nextAt;
    const known = endsAt + Math.round(this.target.interval * 1.1);
    this.kernel.schedule(known, EVENT_CLASS.monitor, () => {
      for (const series of this.shown) series.markStale(endsAt);
      for (const labels of this.own.values()) this.database.series(labels).markStale(endsAt);
    });
  }

  /** Nobody scrapes for a while; what was scraped stays. */
  set paused(paused: boolean) {
    this.isPaused = paused;
  }

  private arm(): void {
    this.kernel.schedule(this.nextAt, EVENT_CLASS.monitor, () => {
      if (this.isStopped) return;
      this.kernel.cause = NO_CAUSE;
      this.nextAt += this.target.interval;
      this.arm();
      if (!this.isPaused) this.scrape();
    });
  }

  private scrape(): void {
    const { now } = this.kernel;
    const before = this.shown;
    this.shown = new Set();
    const isUp = this.target.scrape((labels, value) => this.take(labels, value));
    for (const series of before) if (!this.shown.has(series)) series.markStale(now);
    this.note("up", isUp ? 1 : 0);
    this.note("scrape_duration_seconds", SCRAPE_DURATION_SECONDS);
    this.note("scrape_samples_scraped", this.shown.size);
  }

  private take(labels: Labels, value: number): void {
    let series = this.resolved.get(labels);
    if (series === undefined) {
      series = this.database.series(labels.with(this.target.labels.pairs()));
      this.resolved.set(labels, series);
    }
    this.database.appendTo(series, this.kernel.now, value);
    this.shown.add(series);
  }

  private note(name: (typeof OWN_METRICS)[number], value: number): void {
    this.database.append(this.own.get(name) as Labels, this.kernel.now, value);
  }
}

/** What Prometheus notes of every scrape itself. */
const OWN_METRICS = ["up", "scrape_duration_seconds", "scrape_samples_scraped"] as const;
