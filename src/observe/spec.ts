import type { Law } from "../kernel/law.ts";
import type { Micros } from "../kernel/time.ts";
import type { AlertmanagerConfig } from "./alertmanager/alertmanager.ts";
import type { BurnRateAlert } from "./slo/burnRate.ts";
import type { WrittenRuleGroup } from "./written/rules.ts";

/** Who watches, how often, from which error ratio on they act, and how. */
export interface MonitoringSpec {
  readonly scrapeInterval: Micros;
  /** First scrape of the proxy, µs after the start of the run. */
  readonly scrapePhase: Micros;
  readonly evaluationInterval: Micros;
  readonly evaluationPhase: Micros;
  /** Range over which the error ratio is taken, µs. */
  readonly window: Micros;
  /** The ratio must be above this, strictly, 0–1. */
  readonly errorRatioAbove: number;
  /** … for this long before the alert fires, µs (Prometheus `for`). */
  readonly holdFor: Micros;
  /** Fewer requests in the window than this: no verdict. */
  readonly minRequests: number;
  /** Does the proxy expose a counter before it has counted anything? Otherwise the first errors of a series are never seen. */
  readonly countersStart: "atZero" | "whenCounted";
  /** The scenario's own rules; null: the one alert on the error ratio. */
  readonly rules: readonly WrittenRuleGroup[] | null;
  /** Alerts on the burn of the error budget beside them; null: none. */
  readonly burnRate: BurnRateSpec | null;
  /** Null: one route for all, by `onAlert`. */
  readonly alertmanager: AlertmanagerConfig | null;
  /** What a firing alert leads to where the scenario routes nothing itself. */
  readonly onAlert: "rollBack" | "page" | "nothing";
  /** From the notification of the automation to its decision, µs. */
  readonly reaction: Law;
  readonly onCall: OnCallSpec;
}

/** Multi-window, multi-burn-rate alerts on one objective. */
export interface BurnRateSpec {
  /** Promised share of good answers, 0–1. */
  readonly objective: number;
  readonly alerts: readonly (BurnRateAlert & { readonly holdFor: Micros })[];
}

/** The person who is called. */
export interface OnCallSpec {
  /** From the page to "I am on it", µs. */
  readonly acknowledge: Law;
  /** The same outside working hours; null: no difference. */
  readonly acknowledgeOutOfHours: Law | null;
  /** From there to the decision: dashboards opened, the release suspected. */
  readonly decide: Law;
  /** From the decision to the command being given. */
  readonly act: Law;
  /** Unacknowledged pages go to the next person after this, µs; null: to nobody. */
  readonly escalateAfter: Micros | null;
  /** The clock on the wall when the run starts, µs since midnight. */
  readonly localTime: Micros;
  /** Working hours, µs since midnight; `to` is excluded. */
  readonly workingHours: { readonly from: Micros; readonly to: Micros };
}
