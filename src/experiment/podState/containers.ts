import type { Micros } from "../../kernel/time.ts";
import type { ContainerRecord, PodTransition } from "../../record/run.ts";

/** A container as `status.containerStatuses` (or `initContainerStatuses`) shows it. */
export interface ContainerAt extends ContainerRecord {
  readonly state: "waiting" | "running" | "terminated";
  /** Of waiting: ContainerCreating, PodInitializing, ErrImagePull, ImagePullBackOff, CrashLoopBackOff; of terminated: Completed, Error, OOMKilled. */
  readonly reason: string;
  /** Of its last end; null: it never ended. */
  readonly exitCode: number | null;
  /** When it entered the state, µs. */
  readonly since: Micros;
  readonly ready: boolean;
  readonly started: boolean;
  /** It runs, or has run before. */
  readonly hasRun: boolean;
  readonly restarts: number;
}

/** Regular containers and sidecars make a pod ready; init containers are done by then. */
export function isPartOfReady({ kind }: ContainerRecord): boolean {
  return kind !== "init";
}

export function isInit({ kind }: ContainerRecord): boolean {
  return kind === "init" || kind === "sidecar";
}

/** As they are in the first state of the record: of a pod that ran before, all running; otherwise not there yet. */
export function containersAtStart(
  spec: readonly ContainerRecord[],
  born: PodTransition | undefined,
): readonly ContainerAt[] {
  const waiting = waitingContainers(spec, born?.at ?? 0);
  if (born?.state !== "ready") return waiting;
  return waiting.map((container) =>
    container.kind === "init"
      ? { ...container, state: "terminated", reason: "Completed", exitCode: 0, ready: true, hasRun: true }
      : { ...container, state: "running", reason: "", ready: true, started: true, hasRun: true },
  );
}

/** As the kubelet first reports them (Kubernetes v1.36 `kubelet_pods.go:convertToAPIContainerStatuses`). */
function waitingContainers(spec: readonly ContainerRecord[], since: Micros): readonly ContainerAt[] {
  const reason = spec.some(isInit) ? "PodInitializing" : "ContainerCreating";
  return spec.map((container) => ({
    ...container,
    state: "waiting",
    reason,
    exitCode: null,
    since,
    ready: false,
    started: false,
    hasRun: false,
    restarts: 0,
  }));
}
