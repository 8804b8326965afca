import type { Pod } from "./pod.ts";
import type { PodWorker } from "./podWorker.ts";

/** The serving processes of a cluster's pods, for whoever interferes with them from outside. */
export class Processes {
  private readonly workers: ReadonlyMap<Pod, PodWorker>;

  /** @param workers of the pods that are not gone */
  constructor(workers: ReadonlyMap<Pod, PodWorker>) {
    this.workers = workers;
  }

  /** Whether the pod's process is up: started, and neither crashed nor gone. */
  isUp(pod: Pod): boolean {
    return this.workers.get(pod)?.process === "up";
  }

  /** The container's process dies; the kubelet starts it again by its back-off. No effect when no process runs. */
  kill(pod: Pod): void {
    this.workers.get(pod)?.crash();
  }

  /** The process goes on listening and answers nobody any more. No effect unless it serves. */
  hang(pod: Pod): void {
    this.workers.get(pod)?.hang();
  }

  /** The process stops (or goes on) passing readiness probes, though it keeps listening. */
  setProbes(pod: Pod, outcome: "failing" | "passing"): void {
    const worker = this.workers.get(pod);
    if (worker?.process !== "up") return;
    if (outcome === "failing") worker.readiness.processFails();
    else worker.readiness.processUp();
  }
}
