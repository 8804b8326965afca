import type { PodRecord } from "../../record/run.ts";
import type { PodGroups } from "./podGroups.ts";

/** Where each pod stands on the stage: a slot within its group, kept from birth to death. */
export interface PodSlots {
  /** [pod] */
  readonly group: Uint8Array;
  /** [pod] */
  readonly slot: Int32Array;
  /** [group]: slots it needs. */
  readonly counts: readonly number[];
}

/**
 * Each new pod takes the lowest slot of its group that is free. Pods 0 and 1 run, 0 is gone, then 2 is created:
 * slots 0, 1, 0. A dead pod's slot is free from the instant it is gone.
 */
export function assignSlots(pods: readonly PodRecord[], groups: PodGroups): PodSlots {
  const slot = new Int32Array(pods.length);
  const freeFrom: number[][] = groups.names.map(() => []);
  for (const pod of pods) {
    const born = pod.transitions[0]?.at ?? 0;
    const group = freeFrom[groups.of[pod.id] ?? 0];
    if (group === undefined) continue;
    const free = group.findIndex((from) => from <= born);
    const chosen = free < 0 ? group.length : free;
    group[chosen] = goneAt(pod);
    slot[pod.id] = chosen;
  }
  return { slot, group: groups.of, counts: freeFrom.map((group) => group.length) };
}

/** When the pod is gone; never, when the run ends first. */
export function goneAt(pod: PodRecord): number {
  const last = pod.transitions[pod.transitions.length - 1];
  return last?.state === "gone" ? last.at : Number.POSITIVE_INFINITY;
}
