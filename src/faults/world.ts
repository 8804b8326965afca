import type { ContainerBehaviour, ImageSpec, PodTemplate } from "../cluster/types.ts";
import type { Detail } from "../kernel/log.ts";
import type { Micros } from "../kernel/time.ts";
import type { Blindness } from "../observe/watch.ts";
import type { DependencyState } from "../traffic/dependencies/spec.ts";
import type { RetryPolicy, VersionBehaviour } from "../traffic/plane.ts";
import type { PodTrouble, VersionTrouble } from "../traffic/troubles.ts";
import type { Occurrences } from "./occurrences.ts";

/** Takes one effect back, and no other: effects of several faults hold side by side. */
export type Undo = () => void;

/** A fault that comes and goes. */
export interface Episode {
  readonly at: Occurrences;
  /** How long it lasts each time, µs. */
  readonly for: Micros;
  /** Facts for the log. */
  readonly detail?: Detail;
}

/** `otherImage`: that of the version which git does not ask for; nothing without somebody who delivers. */
export type ChangeByHand = { readonly replicas: number } | "otherImage";

/**
 * What a fault may do to the world. Implemented by `experiment/`. Everything that happens inside `at`, `during`, `later`
 * and `afterRelease` happens in event class `fault`: what breaks comes before what reacts to it.
 */
export interface FaultWorld {
  /** Runs `body` each time the fault occurs. `turn` counts the times from 0. */
  at(when: Occurrences, body: (turn: number) => void): void;
  /** Has an effect begin each time the fault occurs and be taken back after the episode's span; writes down both. */
  during(episode: Episode, begin: (turn: number) => Undo): void;
  /** Inside of these: runs `body` this long after now, µs. */
  later(span: Micros, body: () => void): void;
  /** Runs `body` this long after the release was submitted, µs; 0: before anybody acts on it. Never in a world without release. */
  afterRelease(span: Micros, body: () => void): void;
  /** Writes down that the fault began (or ended); what follows in the same `body` is caused by it. */
  record(kind: "faultStarted" | "faultEnded", detail?: Detail): void;

  /**
   * Runs `body` each time a process of the new version begins to listen: `pod` is its pod's number, `process` counts such
   * processes from 1.
   */
  whenNewProcessIsUp(body: (pod: number, process: number) => void): void;

  /** A process of the new version whose slots are all taken for good hangs from then on, so that probes find it. */
  watchForStuckProcesses(): void;
  /**
   * A number from 0 to 1 that is the same for this process of the new version under every strategy, and another one for
   * every fault.
   */
  luckOf(process: number): number;

  /** Changes how a version answers requests, from now on. */
  changeAnswers(change: (before: VersionBehaviour) => VersionBehaviour, version?: "new" | "old"): void;
  /** Changes how the new version's processes start. Only outside of all that happens later: before any of them exists. */
  changeProcess(change: (before: ContainerBehaviour) => ContainerBehaviour): void;
  /** Changes the new version's image. As `changeProcess`. */
  changeImage(change: (before: ImageSpec) => ImageSpec): void;
  /** Changes what else the new version's pods are made of. As `changeProcess`. */
  changePods(change: (before: PodTemplate) => PodTemplate): void;

  readonly nodes: NodeEffects;
  readonly cluster: ClusterEffects;
  readonly traffic: TrafficEffects;
  readonly tooling: ToolingEffects;
  /**
   * Changes the live object past whoever delivers. `isRight` runs once, when a delivery has written over it or the change was
   * taken back.
   */
  changeByHand(change: ChangeByHand, isRight: () => void): Undo;
  /** Changes the state of one dependency of the service by its name, or of all. */
  troubleDependency(name: string | undefined, change: (before: DependencyState) => DependencyState): Undo;
}

/** Nodes and zones are named by their place in the cluster's spec, counting from 1. */
export interface NodeEffects {
  /** The node at a place, or the one whose turn it is; null: there is none at that place. */
  pick(place: number | undefined, turn: number): string | null;
  /** The nodes of the zone at a place, or of the one whose turn it is. */
  inZone(place: number | undefined, turn: number): readonly string[];
  /** The nodes that the cluster of this name began with, or the one whose turn it is. */
  inCluster(name: string | undefined, turn: number): readonly string[];
  /** These nodes, or all there are. */
  named(nodes: readonly string[] | "all"): readonly string[];
  /** `dead`: all on it dies at once. `cut off`: its pods go on, but the control plane and it do not hear of each other. */
  lose(node: string, loss: "dead" | "cut off"): Undo;
  /** Cordons the node and evicts its pods, for at most `timeout` (null: as long as it takes). Taken back: uncordoned. */
  drain(node: string, timeout: Micros | null): Undo;
  /** Switches the machine off for good; a new one of its kind may join later. */
  terminate(node: string): void;
  /** A new node of the same kind in the same zone. */
  replace(node: string): void;
}

export interface ClusterEffects {
  /** Kills the processes of so many pods that run one, oldest first, or of the pod of this name. Kubelets start them again. */
  killProcesses(which: number | string): void;
  /** No image can be pulled that is not on the node already. */
  closeRegistry(): Undo;
  /** API server and controllers are down: nothing is scheduled, replaced, scaled or programmed. What runs goes on. */
  stopControlPlane(): Undo;
}

export interface TrafficEffects {
  /** Multiplies the rate of arrivals. */
  multiplyRate(factor: number): Undo;
  /** Changes what is wrong with the way between clients and pods on some nodes. `"all"`: with every pod's. */
  troubleWay(nodes: readonly string[] | "all", change: (before: PodTrouble) => PodTrouble): Undo;
  /** Changes what is wrong with one pod, by its number, until its process ends. */
  troublePod(pod: number, change: (before: PodTrouble) => PodTrouble): Undo;
  /** Changes what is wrong with the new version beyond its answers, from now on. */
  troubleNewVersion(change: (before: VersionTrouble) => VersionTrouble): void;
  /** This share of the attempts that need a new connection do not find the service's address, 0–1. */
  failNames(share: number): Undo;
  /** One user sends this share of all requests, 0–1, on top of what the others send. */
  heatUser(share: number): Undo;
  /** How clients try again. Only outside of all that happens later. */
  changeRetries(change: (before: RetryPolicy) => RetryPolicy): void;
}

export interface ToolingEffects {
  /** Takes monitoring's sight; see `Blindness` for what of it. */
  blindMonitoring(what: Blindness): Undo;
  /** The autoscaler learns of the load this much later, µs. */
  delayAutoscaler(lag: Micros): Undo;
}
