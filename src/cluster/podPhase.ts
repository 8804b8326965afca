/** `status.phase` */
export type PodPhase = "Pending" | "Running" | "Succeeded" | "Failed" | "Unknown";

/** Where a container is. A container that waits for its restart keeps how its last run ended. */
export type ContainerState =
  | { readonly state: "waiting"; readonly lastTermination?: { readonly exitCode: number } }
  | { readonly state: "running" }
  | { readonly state: "terminated"; readonly exitCode: number };

/** A container by name with its state; undefined: the kubelet has no status of it yet. */
export interface ObservedContainer {
  readonly status: ContainerState | undefined;
}

/** An init container; with `restarts: "always"` it is a sidecar, which counts as started once `started` is set. */
export interface ObservedInitContainer extends ObservedContainer {
  readonly restarts: "always" | "onFailure";
  readonly started: boolean;
}

export interface ObservedPod {
  readonly initContainers: readonly ObservedInitContainer[];
  readonly containers: readonly ObservedContainer[];
  readonly restartPolicy: "Always" | "OnFailure" | "Never";
  /** The kubelet knows that no container will start again (the pod is being deleted or was evicted). */
  readonly isTerminal: boolean;
  /** A regular container has started before. */
  readonly hasInitialized: boolean;
}

/**
 * The phase of a pod as its kubelet works it out. A container in CrashLoopBackOff leaves the pod Running.
 * Kubernetes v1.36 `kubelet_pods.go:getPhase`.
 */
export function podPhase(pod: ObservedPod): PodPhase {
  const init = countInitContainers(pod.initContainers);
  const regular = countContainers(pod.containers);
  if (init.failed > 0 && pod.restartPolicy === "Never") return "Failed";
  const initializing = init.pending > 0 || init.waiting > 0 || (init.failed > 0 && pod.restartPolicy !== "Never");
  if (initializing && !pod.hasInitialized) return "Pending";
  if (regular.waiting > 0) return "Pending";
  if (regular.running > 0 && regular.unknown === 0) return "Running";
  if (regular.running === 0 && regular.stopped > 0 && regular.unknown === 0) return phaseWhenStopped(pod, regular);
  return "Pending";
}

function phaseWhenStopped(pod: ObservedPod, regular: ContainerCounts): PodPhase {
  if (pod.isTerminal && pod.restartPolicy !== "Never")
    return regular.stopped === regular.succeeded ? "Succeeded" : "Failed";
  if (pod.restartPolicy === "Always") return "Running";
  if (regular.stopped === regular.succeeded) return "Succeeded";
  return pod.restartPolicy === "Never" ? "Failed" : "Running";
}

interface ContainerCounts {
  readonly unknown: number;
  readonly running: number;
  readonly waiting: number;
  readonly stopped: number;
  readonly succeeded: number;
}

function countContainers(containers: readonly ObservedContainer[]): ContainerCounts {
  const counts = { unknown: 0, running: 0, waiting: 0, stopped: 0, succeeded: 0 };
  for (const { status } of containers) {
    if (status === undefined) counts.unknown++;
    else if (status.state === "running") counts.running++;
    else if (status.state === "terminated") {
      counts.stopped++;
      if (status.exitCode === 0) counts.succeeded++;
    } else if (status.lastTermination === undefined) counts.waiting++;
    else counts.stopped++;
  }
  return counts;
}

function countInitContainers(containers: readonly ObservedInitContainer[]): {
  pending: number;
  waiting: number;
  failed: number;
} {
  const counts = { pending: 0, waiting: 0, failed: 0 };
  for (const { status, restarts, started } of containers) {
    if (status === undefined) counts.pending++;
    else if (restarts === "always") countSidecar(status, started, counts);
    else if (status.state === "running") counts.pending++;
    else if (status.state === "terminated") counts.failed += status.exitCode === 0 ? 0 : 1;
    else if (status.lastTermination === undefined) counts.waiting++;
    else counts.failed += status.lastTermination.exitCode === 0 ? 0 : 1;
  }
  return counts;
}

/** A sidecar never fails the pod: it holds the others back until it has started, and is left alone after that. */
function countSidecar(status: ContainerState, started: boolean, counts: { pending: number; waiting: number }): void {
  if (started) return;
  if (status.state === "waiting" && status.lastTermination === undefined) counts.waiting++;
  else counts.pending++;
}
