import { durationText, errorRatioByCluster, errorRatioQuery, REQUESTS } from "./errorRatio.ts";
import type { RecordingRule, Rule, RuleGroupSpec } from "./rules/rule.ts";
import type { BurnRateAlert } from "./slo/burnRate.ts";
import type { BurnRateSpec, MonitoringSpec } from "./spec.ts";

/** What is recorded in every run, for those who look: the error ratio of the service, and of the new version alone. */
export const SERVICE_RATIO = "service:http_request_error:ratio";
export const NEW_VERSION_RATIO = "new_version:http_request_error:ratio";

/** With several clusters, the error ratio of each. */
const CLUSTER_RATIO = "cluster:http_request_error:ratio";

/** What the rules are about. */
export interface RuledService {
  readonly newVersion: string;
  /** There are several clusters: what alerts is judged in each by itself. */
  readonly byCluster: boolean;
}

/** The alert of a scenario that brings no rules of its own. */
const ERROR_RATIO_ALERT = "errorRatio";

/** The rules of a scenario, in groups: what is always recorded with the one alert or without, its own, the error budget's. */
export function ruleGroups(spec: MonitoringSpec, service: RuledService): readonly RuleGroupSpec[] {
  const beat = { interval: spec.evaluationInterval, phase: spec.evaluationPhase };
  const own = (spec.rules ?? []).map(({ name, interval, rules }) => ({
    name,
    interval: interval ?? beat.interval,
    phase: spec.evaluationPhase,
    rules,
  }));
  const budget =
    spec.burnRate === null ? [] : [{ name: "errorBudget", ...beat, rules: burnRateRules(spec.burnRate, service) }];
  return [{ name: STANDING, ...beat, rules: standingRules(spec, service) }, ...own, ...budget];
}

export const STANDING = "standing";

function standingRules(spec: MonitoringSpec, { newVersion, byCluster }: RuledService): readonly Rule[] {
  const { window, minRequests, errorRatioAbove, holdFor } = spec;
  const ratioOf = (version: string | null) => errorRatioQuery({ version, window, minRequests });
  const recorded: RecordingRule[] = [
    { kind: "recording", record: SERVICE_RATIO, expr: ratioOf(null), labels: [] },
    { kind: "recording", record: NEW_VERSION_RATIO, expr: ratioOf(newVersion), labels: [] },
  ];
  if (spec.rules !== null || spec.burnRate !== null) return recorded;
  const each = errorRatioByCluster({ version: null, window, minRequests });
  const judged: RecordingRule[] = byCluster
    ? [{ kind: "recording", record: CLUSTER_RATIO, expr: each, labels: [] }]
    : [];
  const expr = `${byCluster ? CLUSTER_RATIO : SERVICE_RATIO} > ${errorRatioAbove}`;
  return [
    ...recorded,
    ...judged,
    {
      kind: "alerting",
      alert: ERROR_RATIO_ALERT,
      expr,
      labels: [["severity", "page"]],
      holdFor,
      keepFiringFor: 0,
      tells: "errorRatio",
    },
  ];
}

/**
 * Multi-window, multi-burn-rate alerts as sloth generates them: the error ratio over each window is recorded once, and an
 * alert fires while both of its windows burn faster than its rate.
 */
function burnRateRules({ objective, alerts }: BurnRateSpec, { byCluster }: RuledService): readonly Rule[] {
  const sum = byCluster ? "sum by (cluster)" : "sum";
  const windows = new Set(alerts.flatMap(({ longWindow, shortWindow }) => [shortWindow, longWindow]));
  const recorded = [...windows].map((window): Rule => {
    const [failed, all] = ['{code=~"5.."}', ""].map((of) => `${sum}(rate(${REQUESTS}${of}[${durationText(window)}]))`);
    return { kind: "recording", record: ratioOver(window), expr: `${failed} / ${all}`, labels: [] };
  });
  const budget = 1 - objective;
  const burns = (alert: BurnRateAlert) =>
    [alert.longWindow, alert.shortWindow].map((window) => `${ratioOver(window)} > ${alert.burnRate * budget}`);
  return [
    ...recorded,
    ...alerts.map(
      (alert): Rule => ({
        kind: "alerting",
        alert: `errorBudgetBurn${alert.burnRate}`,
        expr: burns(alert).join(" and "),
        labels: [["severity", alert.severity]],
        holdFor: alert.holdFor,
        keepFiringFor: 0,
        tells: "errorRatio",
      }),
    ),
  ];
}

function ratioOver(window: number): string {
  return `service:http_request_error:ratio_rate${durationText(window)}`;
}
