import { createCluster } from "../src/cluster/cluster.ts";
import type { ClusterSpec, PodTemplate, TrafficHooks } from "../src/cluster/types.ts";
import { Kernel } from "../src/kernel/kernel.ts";
import { HOUR, MILLISECOND, SECOND } from "../src/kernel/time.ts";
import type { EventKind } from "../src/record/events.ts";
import { createDeployment } from "../src/rollout/controllers/deployment/deployment.ts";

const GIB = 1024 ** 3;

/** Ten pods of the usual size fill a node. */
const PODS_PER_NODE = 10;
const POD = { cpuMilli: 300, memoryBytes: GIB };
const NODE = { cpuMilli: 4000, memoryBytes: 16 * GIB };

/** What one rollover of a whole cluster came to. */
export interface Rollover {
  readonly isComplete: boolean;
  /** Events of the kernel. */
  readonly events: number;
}

/** Rolls all pods of a full cluster over to a new version, without users: the control plane alone. */
export function rollOver(pods: number): Rollover {
  const kernel = new Kernel<EventKind>("bench");
  const cluster = createCluster({
    kernel,
    spec: clusterOf(pods / PODS_PER_NODE),
    hooks: noTraffic(kernel),
    seed: "bench",
  });
  const templates = { old: template(0), new: template(1) };
  cluster.createService("web", null);
  cluster.populate(templates.old, pods, 0);
  const deployment = createDeployment(
    { kernel, cluster, watchLatency: 20 * MILLISECOND, replicas: pods, templates },
    {
      strategy: { type: "RollingUpdate", maxSurge: "25%", maxUnavailable: "25%" },
      minReady: 0,
      progressDeadline: null,
      revisionHistoryLimit: 10,
    },
  );
  kernel.schedule(SECOND, 3, () => deployment.apply(templates.new));
  kernel.run(2 * HOUR);
  const { status } = cluster.replicaSets.find(({ template: { version } }) => version === 1) ?? { status: null };
  return { isComplete: status?.available === pods, events: kernel.eventCount };
}

function clusterOf(nodes: number): ClusterSpec {
  const sandbox = { law: "deterministic", value: SECOND } as const;
  return {
    nodes: Array.from({ length: nodes }, (_, index) => ({ name: `node-${index}`, zone: `zone-${index % 3}`, ...NODE })),
    watchLatency: 20 * MILLISECOND,
    sandbox: { law: "lognormal", median: SECOND, sigma: 0.2 },
    pullBytesPerSecond: 80_000_000,
    newImageCached: false,
    propagation: { add: sandbox, remove: sandbox },
  };
}

function template(version: number): PodTemplate {
  const second = { law: "deterministic", value: SECOND } as const;
  return {
    version,
    hash: `v${version}`,
    ...POD,
    image: { name: `web:${version}`, bytes: 45_000_000 },
    readinessProbe: {
      initialDelay: 0,
      period: 10 * SECOND,
      timeout: SECOND,
      successThreshold: 1,
      failureThreshold: 3,
    },
    preStop: 0,
    terminationGracePeriod: 30 * SECOND,
    onSigterm: "graceful",
    behaviour: { boot: second, neverReady: false, crashAfter: null },
  };
}

function noTraffic(kernel: Kernel<EventKind>): TrafficHooks {
  const silent = {
    listen() {},
    shutDown: () => kernel.now,
    kill() {},
    hang() {},
    changeEndpoints() {},
    setEntrances() {},
    closeConnections() {},
  };
  return silent;
}
