import { autoscalerLag } from "./autoscalerLag.ts";
import { breakingMigration } from "./breakingMigration.ts";
import { controlPlaneDown } from "./controlPlaneDown.ts";
import { crashAtStart } from "./crashAtStart.ts";
import { crashLoop } from "./crashLoop.ts";
import { deadlock } from "./deadlock.ts";
import { drain } from "./drain.ts";
import { errorShare } from "./errorShare.ts";
import type { FaultDefinition } from "./fault.ts";
import { flashCrowd } from "./flashCrowd.ts";
import { imagePullFails } from "./imagePullFails.ts";
import { imagePullSlow } from "./imagePullSlow.ts";
import { initContainerFails } from "./initContainerFails.ts";
import { memoryLeak } from "./memoryLeak.ts";
import { monitoringDown } from "./monitoringDown.ts";
import { neverReady } from "./neverReady.ts";
import { nodeFailure } from "./nodeFailure.ts";
import { podKill } from "./podKill.ts";
import { readyTooEarly } from "./readyTooEarly.ts";
import { registryDown } from "./registryDown.ts";
import { retryStorm } from "./retryStorm.ts";
import { slowdown } from "./slowdown.ts";
import { slowStart } from "./slowStart.ts";
import { spotReclaim } from "./spotReclaim.ts";
import { trafficSpike } from "./trafficSpike.ts";
import { zoneFailure } from "./zoneFailure.ts";

/** Every kind of fault there is, one line each: of the new version, the infrastructure, the traffic, the tooling. */
export const faults: readonly FaultDefinition[] = [
  errorShare,
  slowdown,
  crashAtStart,
  crashLoop,
  neverReady,
  readyTooEarly,
  slowStart,
  deadlock,
  memoryLeak,
  breakingMigration,
  imagePullFails,
  imagePullSlow,
  initContainerFails,
  podKill,
  nodeFailure,
  zoneFailure,
  drain,
  spotReclaim,
  registryDown,
  controlPlaneDown,
  trafficSpike,
  flashCrowd,
  retryStorm,
  monitoringDown,
  autoscalerLag,
];
