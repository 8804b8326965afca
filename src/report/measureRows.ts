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
