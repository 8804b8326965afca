import { assert } from "../kernel/assert.ts";
import { EVENT_CLASS, type EventClass } from "../kernel/calendar.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { type LogId, NO_CAUSE } from "../kernel/log.ts";
import { Signal } from "../kernel/process.ts";
import type { Micros } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import type { MonitoringRecord, Seen } from "../record/run.ts";
import type { CounterReading } from "../traffic/plane.ts";
import { Alert, type AlertChange } from "./alert.ts";
import { Scraper, type Subject } from "./scraper.ts";
import type { MonitoringSpec } from "./spec.ts";

/** What is seen of the service: the only thing decisions are made on. */
export interface Watch {
  /**
   * Share of bad answers (everything but ok and slow) among the attempts that ended between the first and the last
   * scrape in (now − window, now]. Null: fewer than two scrapes in the window, or fewer than `minRequests` attempts.
   * @param window µs; the monitoring's own window when left out. Longer ones must have been asked for by `retain`.
   * @param minRequests attempts that are enough for an answer; the monitoring's own number when left out.
   */
  errorRatio(subject: Subject, window?: Micros, minRequests?: number): number | null;
  /** Keeps samples long enough for windows of this length, µs. */
  retain(window: Micros): void;
  /**
   * `all`: no target answers a scrape. `newVersion`: nothing of the new version is seen, neither by itself nor as a part of
   * the service; a label that was lost, a target that was never found. What was scraped before stays.
   */
  blind(what: "all" | "newVersion", state: "on" | "off"): void;
  /** Emitted when the alert on the whole service starts firing. */
  readonly alertFired: Signal;
  readonly isAlertFiring: boolean;
  record(): MonitoringRecord;
}

export interface WatchOptions {
  readonly kernel: Kernel<EventKind>;
  readonly spec: MonitoringSpec;
  /** Reads the counters of completed attempts as they are now. */
  readCounters(into: CounterReading): void;
  /** How many versions there are, and which is which (positions in the run's versions). */
  readonly versions: { readonly count: number; readonly old: number; readonly new: number };
  /** The log entry that explains why requests fail at present, as the cause of an alert. Left out: none. */
  blame?(): LogId;
}

/** The name of the one rule: error ratio of the whole service above the limit. */
const ERROR_RATIO_RULE = "errorRatio";

/**
 * Starts to watch: scrapes at scrapePhase + k · scrapeInterval and evaluates the rule at evaluationPhase + k ·
 * evaluationInterval from now on, both exact. Where both fall on one instant, the evaluation sees the sample.
 */
export function createWatch(options: WatchOptions): Watch {
  return new Monitoring(options);
}

/** Instants phase + k · interval. */
interface Grid {
  readonly interval: Micros;
  readonly phase: Micros;
  readonly eventClass: EventClass;
}

class Monitoring implements Watch {
  readonly alertFired = new Signal();
  private readonly options: WatchOptions;
  private readonly scraper: Scraper;
  private readonly alert: Alert;
  private readonly service: Seen[] = [];
  private readonly newVersion: Seen[] = [];
  private readonly blindness = { all: "off", newVersion: "off" };
  /** The alert's latest log entry while it is pending or firing: its story is one chain of causes. */
  private episode: LogId = NO_CAUSE;

  constructor(options: WatchOptions) {
    const { spec, versions } = options;
    this.options = options;
    this.scraper = new Scraper(versions, spec.window);
    this.alert = new Alert(ERROR_RATIO_RULE, spec.holdFor);
    const { scrapeInterval, scrapePhase, evaluationInterval, evaluationPhase } = spec;
    this.every({ interval: scrapeInterval, phase: scrapePhase, eventClass: EVENT_CLASS.monitor }, () => this.scrape());
    this.every({ interval: evaluationInterval, phase: evaluationPhase, eventClass: EVENT_CLASS.measure }, () =>
      this.evaluate(),
    );
  }

  get isAlertFiring(): boolean {
    return this.alert.isFiring;
  }

  errorRatio(
    subject: Subject,
    window: Micros = this.options.spec.window,
    minRequests: number = this.options.spec.minRequests,
  ): number | null {
    const { now } = this.options.kernel;
    const seesNew = this.blindness.newVersion === "off";
    if (subject === "newVersion" && !seesNew) return null;
    const seen = subject === "service" && !seesNew ? "notNewVersion" : subject;
    return this.scraper.errorRatio(seen, { from: now - window, to: now, minRequests });
  }

  retain(window: Micros): void {
    this.scraper.retain(window);
  }

  blind(what: "all" | "newVersion", state: "on" | "off"): void {
    this.blindness[what] = state;
  }

  record(): MonitoringRecord {
    const { scrapeInterval, errorRatioAbove } = this.options.spec;
    return {
      scrapeInterval,
      threshold: errorRatioAbove,
      service: this.service,
      newVersion: this.newVersion,
      alerts: this.alert.records,
    };
  }

  private scrape(): void {
    if (this.blindness.all === "on") return;
    this.options.readCounters(this.scraper.reading);
    this.scraper.take(this.options.kernel.now);
  }

  private evaluate(): void {
    const { kernel, spec } = this.options;
    const ratio = this.errorRatio("service");
    this.service.push({ at: kernel.now, errorRatio: ratio });
    this.newVersion.push({ at: kernel.now, errorRatio: this.errorRatio("newVersion") });
    const change = this.alert.evaluate(kernel.now, ratio !== null && ratio > spec.errorRatioAbove);
    if (change !== "none") this.announce(change, ratio === null ? {} : { errorRatio: ratio });
  }

  private announce(change: AlertChange, detail: Readonly<Record<string, number>>): void {
    const { kernel, blame } = this.options;
    kernel.cause = this.episode === NO_CAUSE ? (blame?.() ?? NO_CAUSE) : this.episode;
    if (change === "pending") this.episode = kernel.record("alertPending", ERROR_RATIO_RULE, detail);
    if (change === "firing") {
      this.episode = kernel.record("alertFired", ERROR_RATIO_RULE, detail);
      this.alertFired.emit();
    }
    if (change === "resolved") kernel.record("alertResolved", ERROR_RATIO_RULE, detail);
    if (change === "resolved" || change === "dropped") this.episode = NO_CAUSE;
  }

  /** Runs `body` at now + phase + k · interval. What it finds out is no consequence of the tick before. */
  private every({ interval, phase, eventClass }: Grid, body: () => void): void {
    assert(interval > 0, "an interval must be positive");
    const { kernel } = this.options;
    const tick = (): void => {
      kernel.cause = NO_CAUSE;
      kernel.schedule(kernel.now + interval, eventClass, tick);
      body();
    };
    kernel.because(NO_CAUSE, () => kernel.schedule(kernel.now + phase, eventClass, tick));
  }
}
