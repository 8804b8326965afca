import type { Micros } from "../../../kernel/time.ts";
import type { RolloutSite } from "../../site.ts";
import { timestamp } from "./clock.ts";
import type { ArgoSpec } from "./spec.ts";
import { type ArgoStatus, EMPTY_STATUS } from "./status.ts";
import type { ArgoServices } from "./sync.ts";
import { writtenSteps } from "./update.ts";

/** The Service users come through becomes the stable or active one; the canary's or preview's is made beside it. */
export function takeServices(
  site: Pick<RolloutSite, "cluster" | "service">,
  { strategy }: ArgoSpec,
  stableHash: string,
): ArgoServices {
  if ("canary" in strategy && !strategy.canary.services) return { main: null, second: null };
  const selector = stableHash === "" ? [] : [stableHash];
  site.cluster.select(site.service, selector);
  if ("canary" in strategy) return { main: site.service, second: site.cluster.createService("canary", selector) };
  const second = strategy.blueGreen.previewService ? site.cluster.createService("preview", selector) : null;
  return { main: site.service, second };
}

/** The status of a Rollout that has been running its stable revision for long. */
export function adoptedStatus(hash: string, spec: ArgoSpec, now: Micros): ArgoStatus {
  if (hash === "") return { ...EMPTY_STATUS, progress: { reason: "ReplicaSetUpdated", at: timestamp(now) } };
  const { strategy } = spec;
  const router = "canary" in strategy ? strategy.canary.trafficRouting : null;
  return {
    ...EMPTY_STATUS,
    stableHash: hash,
    currentHash: hash,
    index: "canary" in strategy ? strategy.canary.steps.length : 0,
    steps: writtenSteps(spec),
    weights:
      router === null ? null : { canary: 0, stable: router.maxTrafficWeight, canaryHash: hash, stableHash: hash },
    activeHash: "blueGreen" in strategy ? hash : "",
    previewHash: "blueGreen" in strategy ? hash : "",
    healthy: true,
    progress: { reason: "NewReplicaSetAvailable", at: timestamp(now) },
  };
}
