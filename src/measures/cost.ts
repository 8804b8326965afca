import { HOUR, type Micros, SECOND, toSeconds } from "../kernel/time.ts";
import type { Prices, Run } from "../record/run.ts";
import {
  clip,
  combine,
  countOverlapping,
  integrate,
  intersection,
  maximum,
  spansWhere,
  totalLength,
} from "../record/spans.ts";
import { overClusters } from "./byCluster.ts";
import { desiredPodSeconds } from "./desired.ts";
import { newVersionShare, routedPods } from "./exposure.ts";
import { committedAt } from "./times.ts";
import { share, verdicts } from "./windows.ts";

const GIB = 1024 * 1024 * 1024;
const DAY: Micros = 24 * HOUR;

/** What a pod asks for. */
export interface PodRequest {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

/** Price of one pod for one hour: what it requests, not what it uses. */
export function podHourPrice(
  { cpuMilli, memoryBytes }: PodRequest,
  prices: Pick<Prices, "cpuHour" | "memoryGibHour">,
): number {
  return (cpuMilli / 1000) * prices.cpuHour + (memoryBytes / GIB) * prices.memoryGibHour;
}

/** Money for pod-seconds at a price per pod-hour. */
export function podSecondsCost(podSeconds: number, hourPrice: number): number {
  return (podSeconds * hourPrice) / 3600;
}

/** Value lost by a release that arrives this much later. */
export function delayCost(valuePerDay: number, delaySeconds: number): number {
  return (valuePerDay * delaySeconds * SECOND) / DAY;
}

/** What was paid for, and what for nothing. Pods count from their binding to a node until they are gone. */
export function costMeasures(run: Run) {
  const { window, prices } = run;
  const billed = run.pods.flatMap((pod) => (pod.billed === null ? [] : [pod.billed]));
  const wanted = desiredPodSeconds(run);
  const podSeconds = toSeconds(totalLength(clip(billed, window)));
  // Beyond (or, negative, below) the wanted pods all the time.
  const overhead = podSeconds - wanted;
  const computeCost = computeCostOf(run);
  const usual = usualHourPrice(run);
  const extra = usual === null ? null : computeCost - podSecondsCost(wanted, usual);
  const badCost = verdicts(run).bad * prices.badRequest;
  const delay = delayOf(run);
  const incident = incidentHours(run) * prices.personHour;
  return {
    pod_seconds: podSeconds,
    surge_overhead_pod_s: overhead,
    surge_overhead_share: share(overhead, wanted),
    idle_pod_s: podSeconds - overClusters(run, carryingPodSeconds),
    peak_pods: maximum(countOverlapping(billed, window)),
    compute_cost: computeCost,
    extra_compute_cost: extra,
    bad_request_cost: badCost,
    delay_cost: delay,
    incident_cost: incident,
    shadow_cost: shadowCostOf(run),
    total_cost: (extra ?? 0) + badCost + (delay ?? 0) + incident,
  };
}

/** Null when the release did not arrive to stay: how late it will be, this run cannot tell. */
function delayOf(run: Run): number | null {
  const { rollout, prices } = run;
  const { result, submittedAt, completedAt } = rollout;
  if (result !== "completed" || completedAt === null) return null;
  return delayCost(prices.delayDay, toSeconds(completedAt - (committedAt(run) ?? submittedAt)));
}

/** A person is busy with an incident from taking on the page until no alert fires any more, or the run ends. */
function incidentHours({ monitoring: { acknowledgements, alerts }, window }: Run): number {
  const handled = acknowledgements.map(({ acknowledgedAt }) => {
    const open = alerts.filter(
      ({ firingAt, resolvedAt }) =>
        firingAt !== null && firingAt <= acknowledgedAt && (resolvedAt === null || resolvedAt > acknowledgedAt),
    );
    const end = open.reduce((last, { resolvedAt }) => Math.max(last, resolvedAt ?? window.end), acknowledgedAt);
    return { start: acknowledgedAt, end };
  });
  return totalLength(clip(handled, window)) / HOUR;
}

/** Money for the new version's pods while they work for copies alone; null when nothing was mirrored. */
function shadowCostOf(run: Run): number | null {
  const { events, window, pods, versions, prices, traffic } = run;
  if (traffic.mirrored === undefined) return null;
  const changes = events.filter(({ kind }) => kind === "mirroringChanged");
  const mirrored = changes.flatMap(({ at, detail }, index) =>
    detail.share === 0 ? [] : [{ start: at, end: changes[index + 1]?.at ?? window.end }],
  );
  const unseen = spansWhere(newVersionShare(run), (share) => share === 0);
  const shadow = intersection(mirrored, unseen);
  let cost = 0;
  for (const pod of pods) {
    if (pod.billed === null || versions[pod.version]?.role !== "new") continue;
    const seconds = toSeconds(totalLength(intersection([pod.billed], shadow)));
    cost += podSecondsCost(seconds, podHourPrice(pod, prices));
  }
  return cost;
}

function computeCostOf({ pods, prices, window }: Run): number {
  let cost = 0;
  for (const pod of pods) {
    if (pod.billed === null) continue;
    cost += podSecondsCost(toSeconds(totalLength(clip([pod.billed], window))), podHourPrice(pod, prices));
  }
  return cost;
}

/** The price of a pod of the version that ran before the release; null when there was none. */
function usualHourPrice(run: Run): number | null {
  const pod = run.pods.find(({ version }) => run.versions[version]?.role === "old");
  return pod === undefined ? null : podHourPrice(pod, run.prices);
}

/** Pod-seconds of pods that user traffic was sent to: programmed in the proxies, of a version with a share above 0. */
function carryingPodSeconds(run: Run): number {
  const carrying = combine(
    [newVersionShare(run), routedPods(run, "new"), routedPods(run, "old")],
    ([share = 0, fresh = 0, old = 0]) => (share > 0 ? fresh : 0) + (share < 1 ? old : 0),
  );
  return toSeconds(integrate(carrying));
}
