import { autoscalerLag } from "./autoscalerLag.ts";
import { breakingMigration } from "./breakingMigration.ts";
import { clusterFailure } from "./clusterFailure.ts";
import { coldCache } from "./coldCache.ts";
import { connectionLeak } from "./connectionLeak.ts";
import { connectionsExhausted } from "./connectionsExhausted.ts";
import { controlPlaneDown } from "./controlPlaneDown.ts";
import { crashAtStart } from "./crashAtStart.ts";
import { crashLoop } from "./crashLoop.ts";
import { dataCorruption } from "./dataCorruption.ts";
import { deadlock } from "./deadlock.ts";
import { deadlockAfterRequests } from "./deadlockAfterRequests.ts";
import { dependencyDown } from "./dependencyDown.ts";
import { dependencySlow } from "./dependencySlow.ts";
import { dnsFailure } from "./dnsFailure.ts";
import { drain } from "./drain.ts";
import { errorForSegment } from "./errorForSegment.ts";
import { errorShare } from "./errorShare.ts";
import type { FaultDefinition } from "./fault.ts";
import { flashCrowd } from "./flashCrowd.ts";
import { gitOpsDrift } from "./gitOpsDrift.ts";
import { grayFailure } from "./grayFailure.ts";
import { hotUser } from "./hotUser.ts";
import { imagePullFails } from "./imagePullFails.ts";
import { imagePullSlow } from "./imagePullSlow.ts";
import { initContainerFails } from "./initContainerFails.ts";
import { memoryLeak } from "./memoryLeak.ts";
import { monitoringDown } from "./monitoringDown.ts";
import { networkDelay } from "./networkDelay.ts";
import { networkLoss } from "./networkLoss.ts";
import { networkPartition } from "./networkPartition.ts";
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

/** Every kind of fault there is, one line each: of the new version, the infrastructure, the dependencies, the traffic, the tooling. */
export const faults: readonly FaultDefinition[] = [
  errorShare,
  errorForSegment,
  slowdown,
  crashAtStart,
  crashLoop,
  neverReady,
  readyTooEarly,
  slowStart,
  coldCache,
  deadlock,
  deadlockAfterRequests,
  grayFailure,
  memoryLeak,
  connectionLeak,
  breakingMigration,
  dataCorruption,
  imagePullFails,
  imagePullSlow,
  initContainerFails,
  podKill,
  nodeFailure,
  zoneFailure,
  clusterFailure,
  drain,
  spotReclaim,
  registryDown,
  controlPlaneDown,
  networkDelay,
  networkLoss,
  networkPartition,
  dnsFailure,
  dependencySlow,
  dependencyDown,
  connectionsExhausted,
  trafficSpike,
  flashCrowd,
  retryStorm,
  hotUser,
  monitoringDown,
  autoscalerLag,
  gitOpsDrift,
];
