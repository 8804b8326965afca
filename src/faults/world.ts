import type { ContainerBehaviour, ImageSpec, InitContainerSpec } from "../cluster/types.ts";
import type { Detail } from "../kernel/log.ts";
import type { Micros } from "../kernel/time.ts";
import type { VersionBehaviour } from "../traffic/plane.ts";

/**
 * What a fault may do to the world. Implemented by `experiment/`. Everything that happens inside `at` and
 * `afterRelease` happens in event class `fault`: what breaks comes before what reacts to it.
 */
export interface FaultWorld {
  /** Runs `body` this long after the start of the measured window, µs. */
  at(span: Micros, body: () => void): void;
  /** Runs `body` this long after the release was submitted, µs; 0: before anybody acts on it. Never in a world without release. */
  afterRelease(span: Micros, body: () => void): void;
  /** Writes down that the fault began (or ended); what follows in the same `body` is caused by it. */
  record(kind: "faultStarted" | "faultEnded", detail?: Detail): void;
  /** Changes how the new version answers requests, from now on. */
  changeAnswers(change: (before: VersionBehaviour) => VersionBehaviour): void;
  /** Changes how the new version's processes start. Only outside `at` and `afterRelease`: before any of them exists. */
  changeProcess(change: (before: ContainerBehaviour) => ContainerBehaviour): void;
  /** Changes the new version's image. Only outside `at` and `afterRelease`. */
  changeImage(change: (before: ImageSpec) => ImageSpec): void;
  /** Changes the new version's init containers. Only outside `at` and `afterRelease`. */
  changeInitContainers(change: (before: readonly InitContainerSpec[]) => readonly InitContainerSpec[]): void;
  /** Kills the processes of the first `count` pods, in order of creation, that run one. Kubelets start them again. */
  killProcesses(count: number): void;
  /** `position` counts the nodes from 1, in the order of the cluster's spec; beyond the last one nothing happens. */
  failNode(position: number): void;
  recoverNode(position: number): void;
  /** Multiplies the rate of arrivals from now on; 1 is the scenario's own. */
  setRateFactor(factor: number): void;
}
