import { type Micros, toSeconds } from "../kernel/time.ts";
import type { Run } from "../record/run.ts";
import { committedAt, mitigatedAt, secondsBetween } from "./times.ts";

/**
 * What a sequence of releases tells that none of them tells alone (DORA, dora.dev guide of 2026-01-05). Throughput: lead
 * time, frequency, recovery of failed deployments; instability: failures, and rework.
 */
export const CAMPAIGN_MEASURES = {
  deployments: { unit: "releases" },
  lead_time_median_s: { unit: "s" },
  deployments_per_day: { unit: "per day" },
  change_fail_rate: { unit: "share" },
  change_fail_rate_by_hand: { unit: "share" },
  failed_deployment_recovery_s: { unit: "s" },
  unrecovered_deployments: { unit: "releases" },
  rework_rate: { unit: "share" },
} as const;

const DAY_SECONDS = 86_400;

export type CampaignMeasureId = keyof typeof CAMPAIGN_MEASURES;
/** Null: it does not apply, as a recovery where nothing failed. */
export type CampaignMeasures = Readonly<Record<CampaignMeasureId, number | null>>;

/** What one release adds to a campaign. Plain data. */
export interface ReleaseFacts {
  /** It came to the cluster. A pipeline that fails deploys nothing. */
  readonly isDeployed: boolean;
  /** Somebody or something had to step in, or should have: it was not completed, or users were still hurt at the end. */
  readonly hasFailed: boolean;
  /** It was called back before a person had to do anything. */
  readonly wasAutomatic: boolean;
  /** From the commit (the submission, without a pipeline) until it was complete; null: it never was, or failed. */
  readonly leadSeconds: number | null;
  /** Of a failed one: from when it could first hurt (or was submitted) until the old version was whole again. */
  readonly recoverySeconds: number | null;
  /** From the commit until the affair was over, or as long as somebody watched. */
  readonly busySeconds: number;
}

/** What a run says of the release in it. */
export function releaseFacts(run: Run): ReleaseFacts {
  const { rollout, monitoring, window, events } = run;
  const { result, completedAt, rolledBackAt, abortedAt, faultAt, submittedAt } = rollout;
  const began = committedAt(run) ?? submittedAt;
  const isDeployed = events.some(({ kind }) => kind === "releaseSubmitted");
  const hurtsOn = faultAt !== null && mitigatedAt(run) === null;
  const hasFailed = isDeployed && (result !== "completed" || hurtsOn);
  const paged = monitoring.acknowledgements.some(({ acknowledgedAt }) => acknowledgedAt <= (abortedAt ?? window.end));
  return {
    isDeployed,
    hasFailed,
    wasAutomatic: result === "rolledBack" && !paged,
    leadSeconds: hasFailed ? null : secondsBetween(began, completedAt),
    recoverySeconds: hasFailed ? secondsBetween(faultAt ?? submittedAt, rolledBackAt) : null,
    busySeconds: toSeconds(overAt(rollout, hasFailed) ?? window.end) - toSeconds(began),
  };
}

function overAt({ completedAt, rolledBackAt }: Run["rollout"], hasFailed: boolean): Micros | null {
  return hasFailed ? rolledBackAt : completedAt;
}

/** A release of a campaign and, where it failed, the repaired one that was shipped after it. */
export interface CampaignRelease {
  readonly planned: ReleaseFacts;
  readonly repair: ReleaseFacts | null;
}

/**
 * DORA's measures of releases that are begun every `everySeconds`, but not before the one before is over and repaired.
 * Medians for times, ratios for rates; a repair is a deployment too, and an unplanned one. Of 10 releases of which 2 fail and
 * are repaired: 12 deployments, change_fail_rate 2/12, rework_rate 2/12.
 */
export function campaignMeasures(releases: readonly CampaignRelease[], everySeconds: number): CampaignMeasures {
  const all = releases.flatMap(({ planned, repair }) => (repair === null ? [planned] : [planned, repair]));
  const deployed = all.filter(({ isDeployed }) => isDeployed);
  const failed = deployed.filter(({ hasFailed }) => hasFailed);
  const recoveries = failed.flatMap(({ recoverySeconds }) => recoverySeconds ?? []);
  const share = (count: number) => (deployed.length === 0 ? null : count / deployed.length);
  const days = lengthOf(releases, everySeconds) / DAY_SECONDS;
  return {
    deployments: deployed.length,
    lead_time_median_s: median(deployed.flatMap(({ leadSeconds }) => leadSeconds ?? [])),
    deployments_per_day: days > 0 ? deployed.length / days : null,
    change_fail_rate: share(failed.length),
    change_fail_rate_by_hand: share(failed.filter(({ wasAutomatic }) => !wasAutomatic).length),
    failed_deployment_recovery_s: median(recoveries),
    unrecovered_deployments: failed.length - recoveries.length,
    rework_rate: share(releases.filter(({ repair }) => repair?.isDeployed === true).length),
  };
}

/** Seconds from the first release's begin until the last is over and its time is up. */
function lengthOf(releases: readonly CampaignRelease[], everySeconds: number): number {
  let now = 0;
  for (const [index, { planned, repair }] of releases.entries()) {
    now = Math.max(now, index * everySeconds) + planned.busySeconds + (repair?.busySeconds ?? 0);
  }
  return Math.max(now, releases.length * everySeconds);
}

/** The middle value, or the mean of the two in the middle; null: there is none. */
function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
