import type { PodPhase } from "./podPhase.ts";

/** A condition of a pod as its kubelet reports it. Reason and message are empty where there is nothing to say. */
export interface PodCondition {
  readonly status: "True" | "False";
  readonly reason: string;
  readonly message: string;
}

/** What the conditions of a pod are worked out from. */
export interface ConditionedPod {
  readonly phase: PodPhase;
  readonly initContainers: readonly { readonly name: string; readonly restarts: "always" | "onFailure" }[];
  readonly containers: readonly string[];
  /** Null: the kubelet knows no statuses yet, which is not the same as none. */
  readonly statuses: readonly ContainerStatus[] | null;
  /** `spec.readinessGates` with the status of their conditions; null: nobody has written the condition. */
  readonly readinessGates: readonly { readonly name: string; readonly status: "True" | "False" | "Unknown" | null }[];
}

export interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  /** Null: not told. */
  readonly started: boolean | null;
  /** It runs, or has run before. */
  readonly hasStarted: boolean;
}

const isTrue: PodCondition = { status: "True", reason: "", message: "" };
const isFalse = (reason: string, message = ""): PodCondition => ({ status: "False", reason, message });

/** All regular containers and sidecars are ready. Kubernetes v1.36 `status/generate.go:GenerateContainersReadyCondition`. */
export function containersReadyCondition(pod: ConditionedPod): PodCondition {
  const { statuses, phase } = pod;
  if (statuses === null) return isFalse("UnknownContainerStatuses");
  const sidecars = pod.initContainers.filter(({ restarts }) => restarts === "always").map(({ name }) => name);
  const { unknown, lacking } = sort([...sidecars, ...pod.containers], statuses, ({ ready }) => ready);
  if (phase === "Succeeded" && unknown.length === 0) return isFalse("PodCompleted");
  if (phase === "Failed") return isFalse("PodFailed");
  const message = tell([
    ["containers with unknown status", unknown],
    ["containers with unready status", lacking],
  ]);
  return message === "" ? isTrue : isFalse("ContainersNotReady", message);
}

/** The containers are ready and all readiness gates say so too. Kubernetes v1.36 `status/generate.go:GeneratePodReadyCondition`. */
export function podReadyCondition(pod: ConditionedPod): PodCondition {
  const containers = containersReadyCondition(pod);
  if (containers.status !== "True") return containers;
  const closed = pod.readinessGates.flatMap(({ name, status }) => {
    if (status === null) return [`corresponding condition of pod readiness gate "${name}" does not exist.`];
    return status === "True" ? [] : [`the status of pod readiness gate "${name}" is not "True", but ${status}`];
  });
  return closed.length === 0 ? isTrue : isFalse("ReadinessGatesNotReady", closed.join(", "));
}

/**
 * All init containers have done their work (a sidecar: has started). It stays so once a regular container has started.
 * Kubernetes v1.36 `status/generate.go:GeneratePodInitializedCondition`.
 */
export function podInitializedCondition(pod: ConditionedPod): PodCondition {
  const { initContainers, containers, phase } = pod;
  if (pod.statuses === null && initContainers.length > 0) return isFalse("UnknownContainerStatuses");
  const statuses = pod.statuses ?? [];
  const sidecars = new Set(initContainers.filter(({ restarts }) => restarts === "always").map(({ name }) => name));
  const isDone = (status: ContainerStatus) => (sidecars.has(status.name) ? status.started === true : status.ready);
  const { unknown, lacking } = sort(
    initContainers.map(({ name }) => name),
    statuses,
    isDone,
  );
  if (phase === "Succeeded" && unknown.length === 0) return { ...isTrue, reason: "PodCompleted" };
  if (statuses.some(({ name, hasStarted }) => hasStarted && containers.includes(name))) return isTrue;
  const message = tell([
    ["containers with unknown status", unknown],
    ["containers with incomplete status", lacking],
  ]);
  return message === "" ? isTrue : isFalse("ContainersNotInitialized", message);
}

function sort(
  names: readonly string[],
  statuses: readonly ContainerStatus[],
  isGood: (status: ContainerStatus) => boolean,
) {
  const find = (name: string) => statuses.find((status) => status.name === name);
  const unknown = names.filter((name) => find(name) === undefined);
  const lacking = names.filter((name) => {
    const status = find(name);
    return status !== undefined && !isGood(status);
  });
  return { unknown, lacking };
}

/** In Go's own notation of lists. */
function tell(groups: readonly (readonly [string, readonly string[]])[]): string {
  return groups
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => `${what}: [${names.join(" ")}]`)
    .join(", ");
}
