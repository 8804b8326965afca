/** Where the pod's process is. `hung` listens and answers nobody; `closing` has had its SIGTERM and accepts nothing new. */
export type ProcessState = "none" | "booting" | "up" | "hung" | "closing" | "exited";

/** What the status of its container says. */
export const CONTAINER_STATE = {
  none: undefined,
  booting: { state: "running" },
  up: { state: "running" },
  hung: { state: "running" },
  closing: { state: "running" },
  exited: { state: "terminated", exitCode: 1 },
} as const satisfies Readonly<Record<ProcessState, unknown>>;

/** How a process ended that nobody had told to. */
export interface Crash {
  readonly reason: "Error" | "OOMKilled";
  readonly exitCode: number;
}

export const CRASHED: Crash = { reason: "Error", exitCode: 1 };
export const OOM_KILLED: Crash = { reason: "OOMKilled", exitCode: 137 };
