import type { ClusterApi, PodTemplate, Service } from "../cluster/types.ts";
import type { RunKernel } from "../kernel/kernelAt.ts";
import type { Micros } from "../kernel/time.ts";
import type { MonitoringSpec } from "../observe/spec.ts";
import type { Sight } from "../observe/watch.ts";
import type { EventKind } from "../record/events.ts";
import type { FlagProviders } from "../traffic/flags/flagProviders.ts";
import type { Mirror, Route } from "../traffic/plane.ts";
import type { DeploymentController } from "./controllers/deployment/deployment.ts";

/** What a world offers to whoever rolls out: built once per run by `experiment/world.ts`. */
export interface RolloutSite {
  /** The cluster's name among several; absent: there is one. */
  readonly clusterName?: string;
  readonly kernel: RunKernel<EventKind>;
  readonly cluster: ClusterApi;
  /** One hop of an API watch, µs: from a change to a controller's look at it. */
  readonly watchLatency: Micros;
  readonly replicas: number;
  readonly minReady: Micros;
  readonly progressDeadline: Micros;
  readonly templates: { readonly old: PodTemplate; readonly new: PodTemplate };
  /**
   * The Service users come through; it selects the old revision's pods (and any other of the workload) and carries all
   * traffic before the release. Argo Rollouts' stable or active Service is this one, narrowed by `select`.
   */
  readonly service: Service;
  /** What monitoring sees. Decisions are made on nothing else. */
  readonly watch: Sight;
  readonly monitoring: MonitoringSpec;
  /** Told of every write to the spec or the status of a Deployment that carries out the rollout. */
  readonly deploymentChanged?: (deployment: DeploymentController) => void;
  /** Has a decision to go back carried out by a pipeline instead of at once; `how` is what a person would do by hand. */
  callBack?(how: () => void): void;
  /** Tells the proxy where user traffic goes. */
  setRoute(route: Route): void;
  /** The users one by one; absent: this world knows only a stream of requests. */
  readonly users?: UserTraffic;
}

/** Users' traffic, as far as it can be told apart. */
export interface UserTraffic {
  readonly count: number;
  /** Names all chance; salts what is dealt out for this release. */
  readonly seed: string;
  pin(places: Float64Array | null): void;
  mirror(mirror: Mirror | null): void;
  /** The flag that may hide the new version's code. */
  readonly flag: FlagProviders;
}
