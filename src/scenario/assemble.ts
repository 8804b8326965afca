import { toAction } from "./file/action.ts";
import { toCluster } from "./file/cluster.ts";
import { replicasOf, toClusters } from "./file/clusters.ts";
import { toDelivery } from "./file/delivery.ts";
import { toDependency } from "./file/dependencies.ts";
import { toMonitoring } from "./file/monitoring.ts";
import type { ScenarioFile } from "./file/scenario.ts";
import { toService } from "./file/service.ts";
import { toTraffic } from "./file/traffic.ts";
import type { FaultUse, Localized, Scenario } from "./scenario.ts";

/** The scenario that a checked file describes, without its claims and what it teaches. */
export function assemble(file: ScenarioFile): Scenario {
  const written = toService(file.service, file.name);
  const clusterWritten = { ...file.cluster, network: file.network };
  const clusters = toClusters(file.clusters, { written: clusterWritten, demand: written });
  const service = { ...written, replicas: replicasOf(clusters) ?? written.replicas };
  const title = file.title ?? both(file.name);
  return {
    apiVersion: file.apiVersion,
    name: file.name,
    title,
    shows: file.shows ?? title,
    seed: file.seed,
    warmup: file.warmup,
    duration: file.duration,
    releaseAt: file.releaseAt,
    service,
    cluster: toCluster(clusterWritten, service),
    clusters,
    clusterWritten,
    clustersWritten: file.clusters,
    traffic: toTraffic(file.traffic, file.warmup),
    dependencies: file.dependencies.map(toDependency),
    release: {
      from: file.release.from,
      to: file.release.to,
      conversionShare: file.release.conversionShare ?? service.conversionShare,
      faults: file.release.faults.map(toFault),
    },
    campaign: file.campaign,
    delivery: toDelivery(file.delivery),
    faults: file.faults.map(toFault),
    actions: file.actions.map(toAction),
    monitoring: toMonitoring(file.monitoring, file.objectives.availability),
    objectives: file.objectives,
    prices: file.prices,
    advise: file.advise,
    strategies: file.strategies,
    expect: [],
    lesson: null,
  };
}

function both(text: string): Localized {
  return { en: text, ko: text };
}

function toFault({ name, parameters }: { name: string; parameters: FaultUse["parameters"] }): FaultUse {
  return { kind: name, parameters };
}
