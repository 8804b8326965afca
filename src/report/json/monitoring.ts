import { toSeconds } from "../../kernel/time.ts";
import type { Run } from "../../record/run.ts";
import { secondsInto, secondsIntoOrNull } from "./time.ts";

/** What the operator and the controllers saw, and when. */
export interface JsonMonitoring {
  readonly scrape_interval_s: number;
  readonly threshold: number;
  readonly service: readonly JsonSeen[];
  readonly new_version: readonly JsonSeen[];
  readonly alerts: readonly JsonAlert[];
  /** When the proxy's counters were read. */
  readonly scrapes_s: readonly number[];
  readonly notifications: readonly JsonNotification[];
  readonly acknowledgements: readonly JsonAcknowledgement[];
}

interface JsonNotification {
  readonly at_s: number;
  readonly receiver: string;
  readonly reason: string;
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
}

interface JsonAcknowledgement {
  readonly alert: string;
  readonly paged_at_s: number;
  readonly acknowledged_at_s: number;
}

export interface JsonSeen {
  readonly at_s: number;
  readonly error_ratio: number | null;
}

export interface JsonAlert {
  readonly rule: string;
  readonly pending_at_s: number;
  readonly firing_at_s: number | null;
  readonly resolved_at_s: number | null;
}

export function monitoringOf(run: Run): JsonMonitoring {
  const { monitoring } = run;
  const seen = (values: typeof monitoring.service): readonly JsonSeen[] =>
    values.map(({ at, errorRatio }) => ({ at_s: secondsInto(run, at), error_ratio: errorRatio }));
  return {
    scrape_interval_s: toSeconds(monitoring.scrapeInterval),
    threshold: monitoring.threshold,
    service: seen(monitoring.service),
    new_version: seen(monitoring.newVersion),
    alerts: monitoring.alerts.map((alert) => ({
      rule: alert.rule,
      pending_at_s: secondsInto(run, alert.pendingAt),
      firing_at_s: secondsIntoOrNull(run, alert.firingAt),
      resolved_at_s: secondsIntoOrNull(run, alert.resolvedAt),
    })),
    scrapes_s: monitoring.scrapes.map((at) => secondsInto(run, at)),
    notifications: monitoring.notifications.map(({ at, ...told }) => ({ at_s: secondsInto(run, at), ...told })),
    acknowledgements: monitoring.acknowledgements.map(({ alert, pagedAt, acknowledgedAt }) => ({
      alert,
      paged_at_s: secondsInto(run, pagedAt),
      acknowledged_at_s: secondsInto(run, acknowledgedAt),
    })),
  };
}
