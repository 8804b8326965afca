import type { Cluster } from "../cluster/cluster.ts";
import type { EndpointCounts } from "../cluster/endpointSlice.ts";
import type { ReplicaSet } from "../cluster/types.ts";
import type { Micros } from "../kernel/time.ts";
import { conditionOf, REASON } from "../rollout/controllers/deployment/conditions.ts";
import type { DeploymentController } from "../rollout/controllers/deployment/deployment.ts";
import { type RolloutStatusText, rolloutStatus } from "../rollout/controllers/deployment/rolloutStatus.ts";
import type { DeploymentStatus } from "../rollout/controllers/deployment/status.ts";

/** The counts of a ReplicaSet as the API server stores them: the status is what its controller last wrote. */
export interface ReplicaSetCounts {
  /** `spec.replicas` */
  readonly spec: number;
  /** `status.replicas`: active pods; terminating ones do not count. */
  readonly replicas: number;
  /** `status.readyReplicas` */
  readonly ready: number;
  /** `status.availableReplicas` */
  readonly available: number;
  /** `status.terminatingReplicas` */
  readonly terminating: number;
}

/** All ReplicaSets and Services after the writes of one instant. */
export interface ApiEntry {
  readonly at: Micros;
  /** By name, in order of creation; deleted ones are not among them. */
  readonly replicaSets: ReadonlyMap<string, ReplicaSetCounts>;
  /** Endpoints by the name of their Service, in order of creation. */
  readonly services: ReadonlyMap<string, EndpointCounts>;
}

/** The Deployment after the writes of one instant. */
export interface DeploymentEntry extends SeenDeployment {
  readonly at: Micros;
}

/** A Deployment as the API server stores it. */
export interface SeenDeployment {
  readonly generation: number;
  /** `spec.replicas` */
  readonly replicas: number;
  readonly paused: boolean;
  readonly status: DeploymentStatus;
  /** What `kubectl rollout status` would print now. */
  readonly rolloutStatus: RolloutStatusText;
}

/** A ReplicaSet that was there at some time of the run. */
export interface SeenReplicaSet {
  readonly name: string;
  /** Position in the run's versions. */
  readonly version: number;
}

/**
 * Takes down what a watcher of the API would be told: the objects as they are found, then an entry for each instant in
 * which a write changed a count, with the final counts of that instant. Only reads, so that a run does not notice it.
 */
export class ApiRecorder {
  readonly entries: ApiEntry[] = [];
  readonly deployments: DeploymentEntry[] = [];
  readonly replicaSets: SeenReplicaSet[] = [];
  private readonly cluster: Cluster;
  private readonly name: string;

  constructor(cluster: Cluster, name: string) {
    this.cluster = cluster;
    this.name = name;
    cluster.watch(() => this.look());
    cluster.services.watch(() => this.look());
    this.look();
  }

  /** The Deployment that carries out the rollout was written. */
  deploymentChanged(deployment: DeploymentController): void {
    const at = this.cluster.now;
    if (this.deployments.at(-1)?.at === at) this.deployments.pop();
    this.deployments.push({ at, ...seenDeployment(this.name, deployment) });
  }

  private look(): void {
    const seen = this.read(this.cluster.now);
    if (this.entries.at(-1)?.at === seen.at) this.entries.pop();
    const before = this.entries.at(-1);
    if (before === undefined || !sameEntry(before, seen)) this.entries.push(seen);
  }

  private read(at: Micros): ApiEntry {
    const { replicaSets, services } = this.cluster;
    for (const replicaSet of replicaSets) this.meet(replicaSet);
    return {
      at,
      replicaSets: new Map(replicaSets.map((replicaSet) => [replicaSet.name, countsOf(replicaSet)])),
      services: new Map(services.counts().map(({ service, endpoints }) => [service.name, endpoints])),
    };
  }

  private meet({ name, template }: ReplicaSet): void {
    if (this.replicaSets.some((seen) => seen.name === name)) return;
    this.replicaSets.push({ name, version: template.version });
  }
}

function countsOf({ replicas: spec, status }: ReplicaSet): ReplicaSetCounts {
  const { replicas, ready, available, terminating } = status;
  return { spec, replicas, ready, available, terminating };
}

function sameEntry(a: ApiEntry, b: ApiEntry): boolean {
  return sameCounts(a.replicaSets, b.replicaSets) && sameCounts(a.services, b.services);
}

function seenDeployment(name: string, { generation, replicas, paused, status }: DeploymentController): SeenDeployment {
  const deadlineExceeded = conditionOf(status.conditions, "Progressing")?.reason === REASON.timedOut;
  const rolloutText = rolloutStatus({ name, generation, specReplicas: replicas, deadlineExceeded, ...status });
  return { generation, replicas, paused, status, rolloutStatus: rolloutText };
}

/** The same objects with the same counts. */
function sameCounts<C extends ReplicaSetCounts | EndpointCounts>(
  a: ReadonlyMap<string, C>,
  b: ReadonlyMap<string, C>,
): boolean {
  if (a.size !== b.size) return false;
  return [...a].every(([name, counts]) => {
    const other = b.get(name);
    return other !== undefined && Object.entries(counts).every(([key, count]) => other[key as keyof C] === count);
  });
}
