import type { PodPhase } from "../../cluster/podPhase.ts";
import type { Micros } from "../../kernel/time.ts";
import type { PodConditionAt } from "./conditions.ts";
import { type ContainerAt, isInit } from "./containers.ts";

/** What `kubectl get pods` looks at. */
export interface PrintedPod {
  readonly phase: PodPhase;
  readonly conditions: readonly PodConditionAt[];
  readonly containers: readonly ContainerAt[];
  readonly deletedAt: Micros | null;
}

/**
 * The columns STATUS and RESTARTS. Init containers speak first, until the pod is initialized; then the first regular
 * container that does not run. Kubernetes v1.36 `pkg/printers/internalversion/printers.go:printPod`.
 */
export function kubectlStatus({ phase, conditions, containers, deletedAt }: PrintedPod): {
  readonly status: string;
  readonly restarts: number;
} {
  const init = containers.filter(isInit);
  const regular = containers.filter((container) => !isInit(container));
  const unfinished = init.findIndex((container) => !isPassed(container));
  const isInitialized = conditions.some(({ type, status }) => type === "Initialized" && status === "True");
  const isInitializing = unfinished >= 0 && !isInitialized;
  const counted = isInitializing ? init : [...init.filter(({ kind }) => kind === "sidecar"), ...regular];
  const status = isInitializing ? initStatus(init, unfinished) : regularStatus(regular, phase);
  return {
    status: deletedAt === null ? status : "Terminating",
    restarts: counted.reduce((sum, { restarts }) => sum + restarts, 0),
  };
}

/** The next container may begin: this one has done its work, or is a sidecar that has started. */
function isPassed({ kind, state, exitCode, started }: ContainerAt): boolean {
  return (state === "terminated" && exitCode === 0) || (kind === "sidecar" && started);
}

function initStatus(init: readonly ContainerAt[], index: number): string {
  const { state, reason } = init[index] as ContainerAt;
  if (state === "terminated") return `Init:${reason}`;
  if (state === "waiting" && reason !== "PodInitializing") return `Init:${reason}`;
  return `Init:${index}/${init.length}`;
}

function regularStatus(regular: readonly ContainerAt[], phase: PodPhase): string {
  return regular.find(({ state }) => state !== "running")?.reason ?? phase;
}
