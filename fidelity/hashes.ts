import type { Trace } from "./trace.ts";

/** How the real controller names the ReplicaSet, and with it the pod-template hash, of an image that is new to it. */
const CREATED = /^Created ReplicaSet .*-(\w+) \(revision \d+\)$/;

/**
 * A trace whose texts name images instead of pod-template hashes, which only the real controller can compute. Which hash
 * belongs to which image follows from the events: the last ReplicaSet created in a second is that of the image which is
 * current at its end.
 */
export function withImagesForHashes(trace: Trace): Trace {
  const imageAt = (t: number) => trace.timeline.findLast((state) => state.t <= t)?.current;
  const images = new Map<string, string>();
  for (const { t, message } of trace.events ?? []) {
    const hash = CREATED.exec(message)?.[1];
    const image = imageAt(t);
    if (hash === undefined || typeof image !== "string") continue;
    const superseded = [...images].find(([, other]) => other === image);
    if (superseded !== undefined) images.delete(superseded[0]);
    images.set(hash, image);
  }
  const { name } = trace.scenario.rollout.metadata ?? {};
  const readable = (text: string) => {
    let result = text;
    for (const [hash, image] of images) result = result.replaceAll(`${name}-${hash}`, `${name}-${image}`);
    return result;
  };
  return {
    ...trace,
    timeline: trace.timeline.map((state) =>
      typeof state.message === "string" ? { ...state, message: readable(state.message) } : state,
    ),
    measurements: (trace.measurements ?? []).map((one) => ({ ...one, run: readable(one.run) })),
  };
}
