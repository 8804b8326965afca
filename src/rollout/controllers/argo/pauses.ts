import { pauseOf } from "./status.ts";
import type { ArgoObject } from "./sync.ts";

/** A pause without an end of its own that asks for no judgement: somebody has to say that it may go on. */
export function waitsForPerson({ status, spec }: Pick<ArgoObject, "status" | "spec">): boolean {
  const { strategy } = spec;
  if ("blueGreen" in strategy)
    return !strategy.blueGreen.autoPromotionEnabled && Boolean(pauseOf(status, "BlueGreenPause"));
  const step = strategy.canary.steps[status.index];
  const isOpen = step !== undefined && "pause" in step && step.pause === null;
  return isOpen && pauseOf(status, "CanaryPauseStep") !== undefined;
}
