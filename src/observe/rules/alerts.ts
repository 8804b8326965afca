import { type Micros, NEVER } from "../../kernel/time.ts";
import type { Labels } from "../promql/labels.ts";
import type { Vector } from "../promql/value.ts";

export type AlertState = "pending" | "firing" | "inactive";

/** One alert of a rule: one label set for which the rule's expression gave a sample. */
export interface ActiveAlert {
  readonly labels: Labels;
  readonly state: AlertState;
  /** What the expression gave when it last did. */
  readonly value: number;
  /** When it became pending, µs. */
  readonly activeAt: Micros;
  /** `NEVER`: it has not. */
  readonly firedAt: Micros;
  readonly resolvedAt: Micros;
}

interface MutableAlert extends ActiveAlert {
  state: AlertState;
  value: number;
  activeAt: Micros;
  firedAt: Micros;
  resolvedAt: Micros;
  keepFiringSince: Micros;
  lastSentAt: Micros;
}

/** An alert on its way to Alertmanager. */
export interface SentAlert {
  readonly labels: Labels;
  readonly startsAt: Micros;
  /** When it is over: in the past once resolved, else when it counts as over should nothing more be heard of it. */
  readonly endsAt: Micros;
  readonly isFiring: boolean;
}

/** What an evaluation changed. "dropped": it was pending and never fired. */
export type AlertChange = "pending" | "firing" | "resolved" | "dropped";

export interface AlertTiming {
  /** The expression must hold this long before the alert fires, µs (`for`). */
  holdFor: Micros;
  /** A firing alert fires on for this long after the expression stopped holding, µs (`keep_firing_for`). */
  readonly keepFiringFor: Micros;
}

/** Resolved alerts are told about for this long, µs (`rules/alerting.go:resolvedRetention`). */
const RESOLVED_RETENTION: Micros = 15 * 60 * 1_000_000;

/**
 * The alerts of one rule over time (Prometheus 3 `rules/alerting.go:AlertingRule.Eval`).
 *
 * A sample makes an alert pending; it fires in the first evaluation with t − activeAt ≥ `for`: with 30 s and an
 * evaluation every 15 s in the third that gives a sample, and with 0 in the first. One evaluation without the sample drops a pending
 * alert, and resolves a firing one unless it is to be kept.
 */
export class Alerts {
  readonly timing: AlertTiming;
  private readonly byKey = new Map<string, MutableAlert>();

  constructor(timing: AlertTiming) {
    this.timing = timing;
  }

  /** Pending, firing and lately resolved ones. */
  get all(): readonly ActiveAlert[] {
    return [...this.byKey.values()];
  }

  get(labels: Labels): ActiveAlert | undefined {
    return this.byKey.get(labels.key);
  }

  /** One evaluation at `now`; `samples` carry the alerts' own labels. Tells what changed, in the order of the alerts' age. */
  evaluate(now: Micros, samples: Vector, changed: (change: AlertChange, alert: ActiveAlert) => void): void {
    const seen = new Map(samples.map((sample) => [sample.labels.key, sample]));
    const fresh = new Set<string>();
    for (const { labels, value } of samples) {
      const known = this.byKey.get(labels.key);
      if (known !== undefined && known.state !== "inactive") known.value = value;
      else {
        this.byKey.set(labels.key, begin(labels, value, now));
        fresh.add(labels.key);
      }
    }
    for (const [key, alert] of this.byKey) {
      if (!seen.has(key)) this.miss(key, now, changed);
      else alert.keepFiringSince = NEVER;
      if (alert.state === "inactive") continue;
      const isHeld = now - alert.activeAt >= this.timing.holdFor;
      if (alert.state === "pending" && isHeld) {
        alert.state = "firing";
        alert.firedAt = now;
        changed("firing", alert);
      } else if (fresh.has(key)) changed("pending", alert);
      // The rule asks for more patience than it did when this fired.
      else if (alert.state === "firing" && !isHeld) alert.state = "pending";
    }
  }

  /** The alerts to tell Alertmanager of at `now`: news at once, the rest every `resendDelay` (`alerting.go:sendAlerts`). */
  send(now: Micros, every: { readonly interval: Micros; readonly resendDelay: Micros }): SentAlert[] {
    const validUntil = now + 4 * Math.max(every.interval, every.resendDelay);
    const due = [...this.byKey.values()].filter(({ state, resolvedAt, lastSentAt }) => {
      if (state === "pending") return false;
      return (resolvedAt !== NEVER && resolvedAt > lastSentAt) || lastSentAt + every.resendDelay < now;
    });
    return due.map((alert) => {
      alert.lastSentAt = now;
      const isFiring = alert.state === "firing";
      return {
        labels: alert.labels,
        startsAt: alert.firedAt,
        endsAt: isFiring ? validUntil : alert.resolvedAt,
        isFiring,
      };
    });
  }

  /** Lets a pending alert have begun at another time: its `for` goes on where a restart broke it off. */
  restore(labels: Labels, activeAt: Micros): void {
    const alert = this.byKey.get(labels.key);
    if (alert !== undefined) alert.activeAt = activeAt;
  }

  /** Everything kept in memory is gone. */
  forget(): void {
    this.byKey.clear();
  }

  private miss(key: string, now: Micros, changed: (change: AlertChange, alert: ActiveAlert) => void): void {
    const alert = this.byKey.get(key) as MutableAlert;
    if (alert.state === "firing" && this.timing.keepFiringFor > 0) {
      if (alert.keepFiringSince === NEVER) alert.keepFiringSince = now;
      if (now - alert.keepFiringSince < this.timing.keepFiringFor) return;
    }
    const { state } = alert;
    const isForgotten = state === "inactive" && now - alert.resolvedAt > RESOLVED_RETENTION;
    if (state === "pending" || isForgotten) this.byKey.delete(key);
    if (state === "inactive") return;
    alert.state = "inactive";
    alert.resolvedAt = now;
    changed(state === "pending" ? "dropped" : "resolved", alert);
  }
}

function begin(labels: Labels, value: number, now: Micros): MutableAlert {
  return {
    labels,
    value,
    state: "pending",
    activeAt: now,
    firedAt: NEVER,
    resolvedAt: NEVER,
    keepFiringSince: NEVER,
    lastSentAt: Number.NEGATIVE_INFINITY,
  };
}
