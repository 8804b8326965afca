import type { PodRecord } from "../../record/run.ts";

/** Where each pod stands on the stage: a slot within its version's group, kept from birth to death. */
export interface PodSlots {
  /** [pod] */
  readonly slot: Int32Array;
  /** [version]: slots the group needs. */
  readonly counts: readonly number[];
}

/**
 * Each new pod takes the lowest slot of its version that is free. Pods 0 and 1 run, 0 is gone, then 2 is created:
 * slots 0, 1, 0. A dead pod's slot is free from the instant it is gone.
 */
export function assignSlots(pods: readonly PodRecord[], versions: number): PodSlots {
  const slot = new Int32Array(pods.length);
  const freeFrom: number[][] = Array.from({ length: versions }, () => []);
  for (const pod of pods) {
    const born = pod.transitions[0]?.at ?? 0;
    const group = freeFrom[pod.version];
    if (group === undefined) continue;
    const free = group.findIndex((from) => from <= born);
    const chosen = free < 0 ? group.length : free;
    group[chosen] = goneAt(pod);
    slot[pod.id] = chosen;
  }
  return { slot, counts: freeFrom.map((group) => group.length) };
}

/** When the pod is gone; never, when the run ends first. */
export function goneAt(pod: PodRecord): number {
  const last = pod.transitions[pod.transitions.length - 1];
  return last?.state === "gone" ? last.at : Number.POSITIVE_INFINITY;
}
