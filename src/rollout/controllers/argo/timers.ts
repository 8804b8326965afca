import { type Micros, NEVER } from "../../../kernel/time.ts";
import type { ArgoObject } from "./sync.ts";

/** When time alone changes something: the end of a pause, a deadline of pods, the progress deadline. */
export function nextTimer(object: ArgoObject): Micros {
  const { status, spec, kernel, cluster } = object;
  const times = cluster.replicaSets.map((set) => (set.replicas > 0 ? (set.scaleDownDeadline ?? NEVER) : NEVER));
  times.push(status.progress.at + spec.progressDeadline);
  for (const { startedAt, reason } of status.pauses) {
    if (reason === "CanaryPauseStep" && "canary" in spec.strategy) {
      const step = spec.strategy.canary.steps[status.index];
      if (step !== undefined && "pause" in step && step.pause !== null) times.push(startedAt + step.pause);
    }
    if (reason === "BlueGreenPause" && "blueGreen" in spec.strategy)
      times.push(startedAt + spec.strategy.blueGreen.autoPromotion);
  }
  return times.reduce((first, at) => (at > kernel.now ? Math.min(first, at) : first), NEVER);
}
