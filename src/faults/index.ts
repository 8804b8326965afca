import { crashAtStart } from "./crashAtStart.ts";
import { crashLoop } from "./crashLoop.ts";
import { deadlock } from "./deadlock.ts";
import { errorShare } from "./errorShare.ts";
import type { FaultDefinition } from "./fault.ts";
import { imagePullFails } from "./imagePullFails.ts";
import { imagePullSlow } from "./imagePullSlow.ts";
import { initContainerFails } from "./initContainerFails.ts";
import { memoryLeak } from "./memoryLeak.ts";
import { neverReady } from "./neverReady.ts";
import { nodeFailure } from "./nodeFailure.ts";
import { podKill } from "./podKill.ts";
import { slowdown } from "./slowdown.ts";
import { slowStart } from "./slowStart.ts";
import { trafficSpike } from "./trafficSpike.ts";

/** Every kind of fault there is, one line each. */
export const faults: readonly FaultDefinition[] = [
  errorShare,
  slowdown,
  crashAtStart,
  crashLoop,
  neverReady,
  slowStart,
  deadlock,
  memoryLeak,
  imagePullFails,
  imagePullSlow,
  initContainerFails,
  podKill,
  nodeFailure,
  trafficSpike,
];
