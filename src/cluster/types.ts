import type { Law } from "../kernel/law.ts";
import type { Micros } from "../kernel/time.ts";
import type { ClientLimits } from "./clientLimiter.ts";
import type { BackgroundSpec } from "./filler.ts";
import type { ImagePullPolicy } from "./imagePull.ts";
import type { NetworkSpec } from "./network.ts";
import type { NodeAutoscalerSpec } from "./nodeAutoscaler.ts";
import type { Labels } from "./placement/labels.ts";
import type { PlacementSpec } from "./placement/spec.ts";
import type { Taint } from "./taints.ts";

/** A probe of a container (Kubernetes v1.36 `SetDefaults_Probe`: 0 / 10 s / 1 s / 1 / 3). */
export interface ProbeSpec {
  readonly initialDelay: Micros;
  readonly period: Micros;
  readonly timeout: Micros;
  readonly successThreshold: number;
  readonly failureThreshold: number;
  /** Liveness and start-up only: the grace of the container that is killed for it, µs; absent: the pod's. */
  readonly terminationGracePeriod?: Micros;
}

/** An image by name. */
export interface ImageSpec {
  readonly name: string;
  readonly bytes: number;
  /** `imagePullPolicy`; absent: IfNotPresent. */
  readonly policy?: ImagePullPolicy;
  /** `fails`: the registry has no such image, and no node has it either. */
  readonly pull?: "succeeds" | "fails";
  /** The pull takes this many times as long; absent: 1. */
  readonly pullFactor?: number;
}

/** A container that runs before the others (Kubernetes v1.36 `spec.initContainers`). */
export interface InitContainerSpec {
  readonly name: string;
  readonly image: ImageSpec;
  /** `always`: a sidecar, which goes on running beside the others; `onFailure`: it has to exit before the next begins. */
  readonly restarts: "always" | "onFailure";
  /** From its start until it has exited, or until the sidecar counts as started. */
  readonly run: Law;
  /** How long a sidecar needs to end after its SIGTERM, µs. */
  readonly stop: Micros;
  /** So many of its runs in each pod end with an error; absent: none. */
  readonly failures?: number;
}

/** A further container of the pod, started after the one that serves. The pod is ready only when all of them are. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: ImageSpec;
  /** From its start until it is ready. */
  readonly boot: Law;
}

/** How a process of one version behaves towards the kubelet. A fault of the release changes it. */
export interface ContainerBehaviour {
  /** From container start until the process listens and would pass a probe, µs. */
  readonly boot: Law;
  /** The process listens, but no readiness probe ever passes. */
  readonly neverReady: boolean;
  /** The process exits this long after its start, every time; null: it does not. */
  readonly crashAfter: Law | null;
  /** The process stops answering this long after it began to listen, every time; null or absent: it does not. */
  readonly hangAfter?: Law | null;
  /** Its memory grows until the container's limit; null or absent: it does not. */
  readonly leak?: MemoryLeak | null;
}

/** How a process leaks memory. */
export interface MemoryLeak {
  /** What it uses when it starts, as a share of the limit, 0–1. */
  readonly shareAtStart: number;
  readonly bytesPerSecond: number;
}

/** What the pods of one revision are made of. */
export interface PodTemplate {
  /** Position in the run's versions. */
  readonly version: number;
  /** `pod-template-hash`: equal templates have equal hashes. */
  readonly hash: string;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  /** `spec.priority`: whom the scheduler places first and for whom others make room; absent: 0. */
  readonly priority?: number;
  /** `spec.preemptionPolicy`; absent: others make room. */
  readonly preemption?: "lower priority" | "never";
  /** With `pod-template-hash`; absent: none. */
  readonly labels?: Labels;
  /** Absent: it may run on any node that has no taint. */
  readonly placement?: PlacementSpec;
  /** The kernel kills the serving process when it uses more than this; null or absent: no limit. */
  readonly memoryLimitBytes?: number | null;
  /** Of the container that serves. */
  readonly image: ImageSpec;
  /** In the order they run. */
  readonly initContainers?: readonly InitContainerSpec[];
  /** Beside the container that serves, in the order they are started after it. */
  readonly otherContainers?: readonly ContainerSpec[];
  readonly startupProbe?: ProbeSpec | null;
  readonly livenessProbe?: ProbeSpec | null;
  /** Null: ready as soon as running, see `unprobedReadiness`. */
  readonly readinessProbe: ProbeSpec | null;
  /**
   * When a pod without a readiness probe is Ready. `listening` (the default): when its process listens, as an ideal probe
   * would find. `started`: when its container has started, which is what Kubernetes does: users meet a booting process.
   */
  readonly unprobedReadiness?: "listening" | "started";
  /** The preStop hook sleeps this long, µs; 0: no hook. */
  readonly preStop: Micros;
  readonly terminationGracePeriod: Micros;
  /** What the process does on SIGTERM: drain like Go's `http.Server.Shutdown`, exit at once, or not listen to it. */
  readonly onSigterm: "graceful" | "abrupt" | "ignore";
  readonly behaviour: ContainerBehaviour;
}

export interface NodeSpec {
  readonly name: string;
  readonly zone: string;
  /** Beside those that every node has (`kubernetes.io/hostname`, `topology.kubernetes.io/zone` …); absent: none. */
  readonly labels?: Labels;
  /** Of its spec; absent: none. */
  readonly taints?: readonly Taint[];
  /** The node group it belongs to; absent: the only one. */
  readonly pool?: string;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

export interface ClusterSpec {
  /** Its name among several: whatever is in it is called `name/…`; absent: there is one. */
  readonly name?: string;
  readonly nodes: readonly NodeSpec[];
  /** Of the controllers that create and delete pods; null or absent: no limit. */
  readonly clientLimits?: ClientLimits | null;
  /** What else runs on the nodes; null or absent: nothing. */
  readonly background?: BackgroundSpec | null;
  /** Nodes come and go with the need; null or absent: their number is fixed. */
  readonly autoscaler?: NodeAutoscalerSpec | null;
  /** One hop of an API watch, µs: from a write to the moment another component acts on it. */
  readonly watchLatency: Micros;
  /** Sandbox, volumes and CNI for a new pod, µs. */
  readonly sandbox: Law;
  /** Image pulls are serialized per node; a node keeps what it has pulled. Bytes per second. */
  readonly pullBytesPerSecond: number;
  /** Images of the old version are on all nodes at the start; is the new one too? */
  readonly newImageCached: boolean;
  /** From a change of the EndpointSlice to the proxy's rules, µs, separately for endpoints that come and that go. */
  readonly propagation: { readonly add: Law; readonly remove: Law };
  /** Absent: one proxy in front of all users, on no node, which writes what it hears at once. */
  readonly network?: NetworkSpec;
}

/** Labels only as far as controllers need them: every ReplicaSet belongs to one workload. */
export interface ReplicaSet {
  readonly name: string;
  readonly template: PodTemplate;
  readonly createdAt: Micros;
  /** Order of creation, the tie-breaker where Kubernetes uses the name. */
  readonly serial: number;
  revision: number;
  /** The Deployment it belongs to; absent: it stands for itself, or belongs to something of another kind. */
  owner?: { readonly name: string; readonly replicas: number };
  /** `spec.replicas` */
  replicas: number;
  /** `spec.minReadySeconds`, µs */
  minReady: Micros;
  /** `deployment.kubernetes.io/desired-replicas`, `max-replicas`, and Argo's `desired-replicas`; absent: not set. */
  desiredReplicasAnnotation: number | null;
  maxReplicasAnnotation: number | null;
  /** Argo Rollouts' `scale-down-deadline`, µs. */
  scaleDownDeadline: Micros | null;
  readonly status: ReplicaSetStatus;
}

/** Counts of active pods, as last written by the ReplicaSet controller. */
export interface ReplicaSetStatus {
  replicas: number;
  ready: number;
  available: number;
  terminating: number;
}

/** A Service selects the pods of some pod-template hashes; null selects all pods of the workload. */
export interface Service {
  readonly name: string;
  /** The traffic plane's number for it. */
  readonly backend: number;
  selector: readonly string[] | null;
  /** `spec.publishNotReadyAddresses`; absent: hidden. */
  readonly notReadyAddresses?: "published" | "hidden";
}

/** The API server and the nodes, as far as whoever rolls out may see and write. */
export interface ClusterApi {
  readonly now: Micros;
  readonly replicaSets: readonly ReplicaSet[];
  /** Creates a ReplicaSet of `replicas` pods; its controller acts one watch hop later. */
  createReplicaSet(template: PodTemplate, replicas: number, minReady: Micros): ReplicaSet;
  /** Writes `spec.replicas`. No event when it is equal already. */
  scale(replicaSet: ReplicaSet, replicas: number): void;
  deleteReplicaSet(replicaSet: ReplicaSet): void;
  createService(name: string, selector: readonly string[] | null): Service;
  /** Points a Service at other pods; endpoints and proxies follow with their delays. */
  select(service: Service, selector: readonly string[] | null): void;
  /** Pods of the workload that are not gone, terminating ones included, by ReplicaSet name. */
  podsNotGone(replicaSet: ReplicaSet): number;
  /** Calls back after every change of a ReplicaSet's spec or status and whenever a pod is gone (before any watch latency). */
  watch(listener: () => void): void;
}

/** What the cluster tells whoever carries the traffic. The pods' numbers are their positions in order of creation. */
export interface TrafficHooks {
  listen(pod: number, version: number): void;
  /** @returns when the pod will have finished its last request, µs */
  shutDown(pod: number, how: "graceful" | "abrupt"): Micros;
  kill(pod: number): void;
  /** The process goes on listening and answers nobody any more. */
  hang(pod: number): void;
  /** A proxy's rules for a Service change: new connections begin and cease to go to these pods. */
  changeEndpoints(
    at: { readonly backend: number; readonly proxy: number },
    change: { readonly added: readonly number[]; readonly removed: readonly number[] },
  ): void;
  /** New connections come in through exactly these proxies from now on. */
  setEntrances(proxies: readonly number[]): void;
  /** Clients' kept-alive connections that came through the proxy, or that lead to the pod, are closed. */
  closeConnections(which: { readonly proxy: number } | { readonly pod: number }): void;
}
