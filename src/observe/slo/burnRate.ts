import { HOUR, MINUTE, type Micros } from "../../kernel/time.ts";

/** An alert on how fast the error budget burns: over a long window, and over a short one so that it ends soon after. */
export interface BurnRateAlert {
  readonly severity: "page" | "ticket";
  /** Times the rate at which the budget would just last its period. */
  readonly burnRate: number;
  readonly longWindow: Micros;
  readonly shortWindow: Micros;
}

const DAY: Micros = 24 * HOUR;

/** [R] Google SRE Workbook ch. 5, table 5-8; sloth `google-30d`: 2 % of a 30-day budget in an hour, 5 % in six, 10 % in a day or three. */
export const BURN_RATE_ALERTS: readonly BurnRateAlert[] = [
  { severity: "page", burnRate: 14.4, longWindow: HOUR, shortWindow: 5 * MINUTE },
  { severity: "page", burnRate: 6, longWindow: 6 * HOUR, shortWindow: 30 * MINUTE },
  { severity: "ticket", burnRate: 3, longWindow: DAY, shortWindow: 2 * HOUR },
  { severity: "ticket", burnRate: 1, longWindow: 3 * DAY, shortWindow: 6 * HOUR },
];

/** Share of the period's budget that is gone when the alert's long window has burnt at its rate throughout. */
export function budgetConsumed(
  { burnRate, longWindow }: Pick<BurnRateAlert, "burnRate" | "longWindow">,
  period: Micros,
): number {
  return (burnRate * longWindow) / period;
}

/** An error ratio that begins at once in a clean history, under constant traffic; `lasts` µs, for ever when left out. */
export interface Incident {
  /** Promised share of good answers, 0–1. */
  readonly objective: number;
  /** 0–1. */
  readonly errorRatio: number;
  readonly lasts?: Micros;
}

/**
 * When the alert fires after the incident's start, µs, evaluated without a break; null: never. Both windows must be above
 * burn rate × (1 − objective): worked example, 99.9 % promised, everything fails: 14.4 · 0.001 · 3600 s = 51.84 s.
 */
export function firesAfter(
  alert: BurnRateAlert,
  { objective, errorRatio, lasts = Number.POSITIVE_INFINITY }: Incident,
): Micros | null {
  const limit = alert.burnRate * (1 - objective);
  if (errorRatio <= limit) return null;
  const after = (limit / errorRatio) * Math.max(alert.longWindow, alert.shortWindow);
  return after < lasts ? after : null;
}

/** When it is over, µs after the incident's start: one of the windows has fallen to the limit. Null: it never fired. */
export function clearsAfter(alert: BurnRateAlert, incident: Incident & { readonly lasts: Micros }): Micros | null {
  if (firesAfter(alert, incident) === null) return null;
  const good = 1 - (alert.burnRate * (1 - incident.objective)) / incident.errorRatio;
  return incident.lasts + good * Math.min(alert.longWindow, alert.shortWindow);
}
