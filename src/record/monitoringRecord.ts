import type { Micros } from "../kernel/time.ts";

/** What the operator and the controllers saw. */
export interface MonitoringRecord {
  readonly scrapeInterval: Micros;
  /** The limit on the error ratio that decides, 0–1, strict. */
  readonly threshold: number;
  /** Each evaluation of the error ratio over the window, whole service: null where there was no data. */
  readonly service: readonly Seen[];
  /** The same for the new version alone. */
  readonly newVersion: readonly Seen[];
  readonly alerts: readonly AlertRecord[];
  /** When the proxy's counters were read. */
  readonly scrapes: readonly Micros[];
  /** What Alertmanager told whom. */
  readonly notifications: readonly NotificationRecord[];
  /** Pages that somebody took on. */
  readonly acknowledgements: readonly AcknowledgementRecord[];
}

export interface NotificationRecord {
  readonly at: Micros;
  readonly receiver: string;
  readonly reason: "first" | "newAlerts" | "allResolved" | "newResolved" | "repeat";
  /** Names of the alerts that fire, and of those that are over. */
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
}

export interface AcknowledgementRecord {
  readonly alert: string;
  readonly pagedAt: Micros;
  readonly acknowledgedAt: Micros;
}

export interface Seen {
  readonly at: Micros;
  readonly errorRatio: number | null;
}

export interface AlertRecord {
  /** The cluster that its labels name; absent: none. */
  readonly cluster?: string;
  readonly rule: string;
  readonly pendingAt: Micros;
  readonly firingAt: Micros | null;
  readonly resolvedAt: Micros | null;
}
