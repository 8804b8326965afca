import type { AutoscalingSpec } from "../cluster/autoscaler/podAutoscaler.ts";
import type { DisruptionBudgetSpec } from "../cluster/disruptions.ts";
import type { ImagePullPolicy } from "../cluster/imagePull.ts";
import type { Labels } from "../cluster/placement/labels.ts";
import type { WrittenPlacement } from "../cluster/placement/written.ts";
import type { ClusterSpec, ContainerSpec, InitContainerSpec, ProbeSpec } from "../cluster/types.ts";
import type { DeliverySpec } from "../delivery/spec.ts";
import type { Law } from "../kernel/law.ts";
import type { Micros } from "../kernel/time.ts";
import type { MonitoringSpec } from "../observe/spec.ts";
import type { Objectives, Prices } from "../record/run.ts";
import type { Command } from "../rollout/command.ts";
import type { DependencySpec } from "../traffic/dependencies/spec.ts";
import type { BalancerName, ClientBehaviour, PodCapacity, ProxyRetries, RateStep } from "../traffic/plane.ts";
import type { ClusterWritten } from "./file/cluster.ts";
import type { ClustersWritten } from "./file/clusters.ts";
import type { Lesson } from "./lesson.ts";

export type { MonitoringSpec } from "../observe/spec.ts";

/** A text for people, in every language of the product. */
export interface Localized {
  readonly en: string;
  readonly ko: string;
}

/**
 * A checked scenario: every default filled in, every quantity a plain number in the model's own units (µs, bytes,
 * milli-CPU, shares 0–1). What `scenario/read` hands over, and all that a rehearsal needs beside a strategy and a seed.
 */
export interface Scenario {
  readonly apiVersion: "drydock/v1";
  /** RFC 1123 label. */
  readonly name: string;
  readonly title: Localized;
  /** One sentence on what the scenario shows. */
  readonly shows: Localized;
  readonly seed: string;
  /** Traffic before the measured window, so that it starts in steady state, µs. */
  readonly warmup: Micros;
  /** Length of the measured window, µs. */
  readonly duration: Micros;
  /** The release is submitted this long after the start of the window, µs. */
  readonly releaseAt: Micros;
  readonly service: ServiceSpec;
  /** Of the one cluster; with several, what each of them is like unless it says otherwise. */
  readonly cluster: ClusterSpec;
  /** Several clusters that the users live at; empty: there is one. */
  readonly clusters: readonly ClusterPlace[];
  /** What the file says of them. */
  readonly clustersWritten: ClustersWritten;
  /** What the file says of the cluster: what it leaves out follows the size of the service. */
  readonly clusterWritten: ClusterWritten;
  readonly traffic: TrafficSpec;
  /** What requests call while they hold a slot, in this order. */
  readonly dependencies: readonly DependencySpec[];
  readonly release: ReleaseSpec;
  /** How the release gets to the cluster, from the commit on; null: it is handed over at its time. */
  readonly campaign: CampaignSpec;
  readonly delivery: DeliverySpec | null;
  /** Faults that are not in the new version: of nodes, pods, traffic, tooling. */
  readonly faults: readonly FaultUse[];
  /** In any order. */
  readonly actions: readonly ActionSpec[];
  readonly monitoring: MonitoringSpec;
  readonly objectives: Objectives;
  readonly prices: Prices;
  readonly advise: AdviceWish;
  /** In the order of the file. */
  readonly strategies: readonly StrategyUse[];
  readonly expect: readonly Expectation[];
  /** What it teaches; null: it is no lesson. */
  readonly lesson: Lesson | null;
}

/** One cluster of several, with its own part of the users and of the pods. */
export interface ClusterPlace {
  /** RFC 1123 label. */
  readonly name: string;
  /** Share of the users who live there, 0–1; all shares sum to one. */
  readonly share: number;
  readonly replicas: number;
  /** What an ApplicationSet knows it by. */
  readonly labels: Readonly<Record<string, string>>;
  readonly cluster: ClusterSpec;
}

/** What advice has to keep to (null: no limit), and what of the service no rehearsal can see. */
export interface AdviceWish {
  /** Mean time without an endpoint, µs. */
  readonly maxDowntime: Micros | null;
  /** Mean number of users that a faulty release hurts. */
  readonly maxHurtUsers: number | null;
  /** Compute cost as a multiple of that without a release, ≥ 1. */
  readonly maxCost: number | null;
  /** Of a good release, µs. */
  readonly maxDuration: Micros | null;
  /** From the decision to go back until the old version is whole, µs. */
  readonly maxRollback: Micros | null;
  /** At once. */
  readonly maxPods: number | null;
  /** Chance that a release is faulty, 0–1. */
  readonly faultyReleases: number;
  /** Old and new pods may run at the same time. */
  readonly versionsTogether: boolean;
  /** A volume that only one pod at a time can mount. */
  readonly exclusiveVolume: boolean;
  /** Pods with names and storage of their own. */
  readonly identity: boolean;
  /** Something splits traffic by weight. */
  readonly router: boolean;
  /** The new code is behind a flag. */
  readonly flags: boolean;
}

/** The service that is deployed. */
export interface ServiceSpec {
  /** In all clusters together. */
  readonly replicas: number;
  /** Null: the number of pods stays as it is. */
  readonly autoscaling: AutoscalingSpec | null;
  /** Null: nothing limits evictions. */
  readonly disruptionBudget: DisruptionBudgetSpec | null;
  /** `spec.priority` of the pods. */
  readonly priority: number;
  readonly preemption: "lower priority" | "never";
  /** Of the pods. */
  readonly labels: Labels;
  /** Where the pods may run and would rather run; null: anywhere. */
  readonly placement: WrittenPlacement | null;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly imageBytes: number;
  readonly imagePullPolicy: ImagePullPolicy;
  /** From container start to listening, µs. */
  readonly boot: Law;
  readonly readinessProbe: ProbeSpec | null;
  /** When a pod without a readiness probe is Ready; see `PodTemplate`. */
  readonly unprobedReadiness: "listening" | "started";
  readonly startupProbe: ProbeSpec | null;
  readonly livenessProbe: ProbeSpec | null;
  /** The kernel kills the process at this; null: no limit. */
  readonly memoryLimitBytes: number | null;
  /** Init containers and sidecars in the order they run. Their images are named as in the file. */
  readonly initContainers: readonly InitContainerSpec[];
  /** Containers beside the one that serves. */
  readonly otherContainers: readonly ContainerSpec[];
  readonly minReady: Micros;
  readonly progressDeadline: Micros;
  readonly preStop: Micros;
  readonly terminationGracePeriod: Micros;
  readonly onSigterm: "graceful" | "abrupt" | "ignore";
  readonly capacity: PodCapacity;
  /** CPU that a slot uses while it works. */
  readonly cpuMilliPerSlot: number;
  /** Error share of a healthy version, 0–1. */
  readonly baselineErrorShare: number;
  /** Chance that a good answer of the old version converts, 0–1. */
  readonly conversionShare: number;
  /** Share of the requests that write something, 0–1. */
  readonly writeShare: number;
}

export interface TrafficSpec {
  readonly arrivals: "poisson" | "deterministic";
  readonly rate: readonly RateStep[];
  readonly users: {
    readonly count: number;
    readonly activity: { readonly law: "uniform" } | { readonly law: "zipf"; readonly exponent: number };
  };
  readonly client: ClientBehaviour;
  readonly balancer: BalancerName;
  /** How long clients go on coming to a cluster after the name of the service leads elsewhere, µs. */
  readonly dnsTtl: Micros;
  /** Null: whatever is written is obeyed at once, and nothing is tried again on the way. */
  readonly router: RouterSpec | null;
}

/** The router that splits users' traffic by weight, by a product's rules. */
export interface RouterSpec {
  /** Name in `ROUTERS`. */
  readonly product: string;
  /** From a weight being written to the proxies obeying it, µs. */
  readonly propagation: Law;
  /** Null: its proxies try nothing again. */
  readonly retries: ProxyRetries | null;
}

export interface ReleaseSpec {
  readonly from: string;
  readonly to: string;
  /** Chance that a good answer of the new version converts, 0–1. */
  readonly conversionShare: number;
  /** What is wrong with the new version; empty: a good release. */
  readonly faults: readonly FaultUse[];
}

/** A fault by name with its checked parameters; `faults/index.ts` knows the names. */
export interface FaultUse {
  readonly kind: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What a person does at a time of the run, µs from the start of the measured window. */
export type ActionSpec =
  | { readonly at: Micros; readonly command: Command }
  | { readonly at: Micros; readonly scaleTo: number };

/** A strategy by name with its checked parameters; `rollout/strategies/index.ts` knows the names. */
export interface StrategyUse {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A claim about the result that tests run, e.g. `canary.hurt_users < rolling.hurt_users`. */
export interface Expectation {
  /** As written, for messages. */
  readonly text: string;
  readonly line: number;
  readonly left: Operand;
  readonly comparison: "<" | "<=" | "==" | "!=" | ">=" | ">";
  readonly right: Operand;
  /** Seeds to try, and the share of them in which the claim must hold. */
  readonly seeds: number;
  readonly inAtLeast: number;
}

/** A number, a word (`completed`), or `factor × measure of a strategy` in the measure's own unit. */
export type Operand =
  | { readonly number: number }
  | { readonly word: string }
  | { readonly strategy: string; readonly measure: string; readonly factor: number };

/** A sequence of releases. */
export interface CampaignSpec {
  readonly releases: number;
  /** Chance that one carries the faults of the release, 0–1. */
  readonly badShare: number;
  /** From the begin of one to the next, µs. */
  readonly every: Micros;
}
