import type { Lane } from "../../experiment/types.ts";
import { meanOf } from "../../kernel/distributions.ts";
import { SECOND } from "../../kernel/time.ts";
import type { Steps } from "../../record/spans.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { type MilestoneEntry, milestones } from "./milestones.ts";
import { type PodGroups, podGroups, podsOfGroup } from "./podGroups.ts";
import { assignSlots, type PodSlots } from "./podSlots.ts";
import { type BinSeries, badShare, latencyQuantiles, readyPods, runningCounts } from "./series.ts";

/** Most points of an error line: about two per pixel of a wide chart. */
const ERROR_POINTS = 240;

/** One lane of the comparison with what its views look up, derived once per result. */
export interface LaneModel {
  readonly lane: Lane;
  readonly groups: PodGroups;
  readonly slots: PodSlots;
  /** [group]: Ready pods. */
  readonly groupReady: readonly Steps[];
  /** [version]: Ready pods. */
  readonly ready: readonly Steps[];
  /** Pods that the traffic keeps busy at full load, as a function of time. */
  readonly needed: Steps;
  readonly badShare: BinSeries;
  readonly latencyMedian: BinSeries;
  readonly latencyTail: BinSeries;
  /** Bad and all requests so far, per bucket of the record. */
  readonly counts: { readonly bad: Float64Array; readonly all: Float64Array };
  readonly milestones: readonly MilestoneEntry[];
}

export function laneModel(lane: Lane, scenario: Scenario): LaneModel {
  const { run } = lane;
  const groups = podGroups(run);
  const [latencyMedian, latencyTail] = latencyQuantiles(run, [0.5, 0.99]);
  if (latencyMedian === undefined || latencyTail === undefined) throw new Error("two quantiles asked, two expected");
  return {
    lane,
    groups,
    slots: assignSlots(run.pods, groups),
    groupReady: groups.names.map((_, group) => readyPods(podsOfGroup(run.pods, groups, group), run.window)),
    ready: run.versions.map((_, version) => {
      return readyPods(
        run.pods.filter((pod) => pod.version === version),
        run.window,
      );
    }),
    needed: neededPods(scenario, run.window),
    badShare: badShare(run, ERROR_POINTS),
    latencyMedian,
    latencyTail,
    counts: runningCounts(run),
    milestones: milestones(run),
  };
}

/** 200 requests/s of 50 ms keep ten slots busy: at 8 slots a pod, 1.25 pods. */
function neededPods(scenario: Scenario, window: { readonly start: number; readonly end: number }): Steps {
  const { capacity } = scenario.service;
  const busySlots = (perSecond: number): number => (perSecond * meanOf(capacity.service)) / SECOND / capacity.slots;
  const at: number[] = [window.start];
  const value: number[] = [0];
  for (const { from, perSecond } of scenario.traffic.rate) {
    if (from >= window.end) break;
    if (from <= window.start) value[0] = busySlots(perSecond);
    else {
      at.push(from);
      value.push(busySlots(perSecond));
    }
  }
  return { at, value, end: window.end };
}

/** Bad requests that arrived in buckets that are over at `at`. */
export function badSoFar({ counts, lane: { run } }: LaneModel, at: number): number {
  const done = Math.floor((at - run.window.start) / run.traffic.bucket) - 1;
  return counts.bad[Math.min(done, counts.bad.length - 1)] ?? 0;
}
