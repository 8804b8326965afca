import { type ContainerState, type PodPhase, podPhase } from "../../cluster/podPhase.ts";
import type { ContainerAt } from "./containers.ts";
import { isInit } from "./containers.ts";
import type { Story } from "./story.ts";

/** `status.phase` by the kubelet's own rule. The object is gone the instant its last container ends, so none is terminal. */
export function observedPhase({ containers }: Story): PodPhase {
  return podPhase({
    initContainers: containers.filter(isInit).map((container) => ({
      status: stateOf(container),
      restarts: container.kind === "sidecar" ? "always" : "onFailure",
      started: container.started,
    })),
    containers: containers.filter((other) => !isInit(other)).map((container) => ({ status: stateOf(container) })),
    restartPolicy: "Always",
    isTerminal: false,
    hasInitialized: containers.some((container) => !isInit(container) && container.hasRun),
  });
}

function stateOf({ state, exitCode }: ContainerAt): ContainerState {
  if (state === "running") return { state };
  if (state === "terminated") return { state, exitCode: exitCode ?? 0 };
  return exitCode === null ? { state } : { state, lastTermination: { exitCode } };
}
