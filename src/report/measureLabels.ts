import { MEASURES, type MeasureId } from "../measures/ids.ts";

type Group = (typeof MEASURES)[MeasureId]["group"];

export const GROUP_LABELS: Readonly<Record<Group, string>> = {
  downtime: "Downtime",
  budget: "Error budget",
  blast: "Blast radius",
  times: "Times",
  cost: "Cost",
  traffic: "Traffic",
};

/** What each measure is called in a report; the id stands beside it, for it alone says which definition was meant. */
export const MEASURE_LABELS: Readonly<Record<MeasureId, string>> = {
  zero_ready_s: "no ready endpoint (API view)",
  zero_endpoint_s: "no endpoint at the proxies",
  slo_violating_s: "objective violated",
  user_weighted_s: "as users felt it",
  gray_failure_s: "probes green, users not served",
  request_availability: "good requests",
  time_availability: "time within the objective",
  user_uptime: "uptime, averaged over users",
  latency_slo_miss_share: "answered too late",
  apdex: "Apdex",
  degraded_pod_s: "capacity missing",
  release_budget_share: "share of the error budget spent",
  peak_burn_rate: "peak burn rate",
  exposed_users: "users who met the bad version",
  hurt_users: "users hurt",
  hurt_users_3: "users hurt three times",
  exposed_user_count: "number of users who met it",
  hurt_user_count: "number of users hurt",
  bad_requests: "bad requests",
  bad_request_share: "share of bad requests",
  caused_bad_requests: "bad requests caused by the release",
  peak_exposure: "peak traffic share of the bad version",
  exposure_user_minutes: "users on the bad version × time",
  time_to_detect_s: "until detected",
  time_to_acknowledge_s: "from detection to decision",
  time_to_mitigate_s: "until users were served again",
  time_to_recover_s: "until whole again",
  rollout_duration_s: "rollout",
  drain_tail_s: "draining after it",
  pod_seconds: "pods × time",
  surge_overhead_pod_s: "extra pods × time",
  surge_overhead_share: "extra pods, share",
  idle_pod_s: "pods without traffic × time",
  peak_pods: "most pods at once",
  compute_cost: "compute",
  extra_compute_cost: "compute, extra",
  bad_request_cost: "bad requests",
  delay_cost: "delay",
  total_cost: "total",
  requests: "requests",
  attempts: "attempts",
  retry_amplification: "attempts per request",
  latency_p50_ms: "latency p50",
  latency_p90_ms: "latency p90",
  latency_p99_ms: "latency p99",
  latency_p999_ms: "latency p99.9",
};

/** The measures of the short table, in order: the three questions first. */
export const MAIN_MEASURES: readonly MeasureId[] = [
  "user_weighted_s",
  "zero_ready_s",
  "slo_violating_s",
  "request_availability",
  "release_budget_share",
  "exposed_users",
  "hurt_users",
  "bad_requests",
  "caused_bad_requests",
  "time_to_detect_s",
  "time_to_recover_s",
  "rollout_duration_s",
  "peak_pods",
  "extra_compute_cost",
  "total_cost",
];

/** Every measure, in the order of their definition. */
export const ALL_MEASURES = Object.keys(MEASURES) as readonly MeasureId[];
