import { toSeconds } from "../kernel/time.ts";
import type { Run } from "../record/run.ts";
import { integrate, type Steps } from "../record/spans.ts";

/** How many pods the service should have had, over the window: an autoscaler may have changed it. */
export function desiredOver({ desired, window }: Run): Steps {
  const at = [window.start];
  const value = [0];
  for (const step of desired) {
    if (step.at >= window.end) break;
    if (step.at <= window.start) value[0] = step.replicas;
    else {
      at.push(step.at);
      value.push(step.replicas);
    }
  }
  return { at, value, end: window.end };
}

/** Pod-seconds that were wanted. */
export function desiredPodSeconds(run: Run): number {
  return toSeconds(integrate(desiredOver(run)));
}
