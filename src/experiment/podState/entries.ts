import type { Run } from "../../record/run.ts";
import type { Entry } from "../causeChain.ts";

export type { Entry };

const indices = new WeakMap<Run, ReadonlyMap<string, readonly Entry[]>>();

/** The events that change how the API shows the pod, in order: its own, and those of its images on its node. */
export function entriesOf(run: Run, pod: string): readonly Entry[] {
  let index = indices.get(run);
  if (index === undefined) {
    index = indexOf(run);
    indices.set(run, index);
  }
  return index.get(pod) ?? [];
}

function indexOf(run: Run): ReadonlyMap<string, readonly Entry[]> {
  const index = new Map<string, Entry[]>(run.pods.map(({ name }) => [name, []]));
  for (const entry of run.events) {
    const { subject, detail } = entry;
    index.get(typeof detail.pod === "string" ? detail.pod : subject)?.push(entry);
  }
  return index;
}
