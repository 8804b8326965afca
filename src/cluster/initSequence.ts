import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { Micros } from "../kernel/time.ts";
import type { Pod } from "./pod.ts";
import { branch, type Surroundings } from "./surroundings.ts";
import { Timer } from "./timer.ts";
import type { InitContainerSpec } from "./types.ts";

/**
 * The init containers of one pod, one after the other: each must have exited before the next begins, a sidecar must have
 * started and goes on running (Kubernetes v1.36 `kuberuntime_container.go:computeInitContainerActions`).
 */
export class InitSequence {
  private readonly world: Surroundings;
  private readonly pod: Pod;
  private readonly timer: Timer;
  private isRunning = false;

  constructor(world: Surroundings, pod: Pod) {
    this.world = world;
    this.pod = pod;
    this.timer = new Timer(world.kernel, EVENT_CLASS.pod);
  }

  /** Calls `done` when the serving container may start: at once when there is nothing to run before it. */
  begin(done: () => void): void {
    this.isRunning = true;
    this.run(0, done);
  }

  /** The pod goes, or its node does. */
  stop(): void {
    this.isRunning = false;
    this.timer.clear();
  }

  private run(index: number, done: () => void): void {
    const container = this.pod.template.initContainers?.[index];
    if (container === undefined) {
      this.isRunning = false;
      done();
      return;
    }
    this.pod.node?.images.want({
      pod: this.pod.name,
      image: container.image,
      done: () => this.start(container, () => this.run(index + 1, done)),
      isWanted: () => this.isRunning && !this.pod.deleting && this.pod.node?.alive === true,
    });
  }

  private start({ name, run, restarts }: InitContainerSpec, next: () => void): void {
    const { kernel } = this.world;
    branch(kernel, () => {
      kernel.record("containerStarted", this.pod.name, { container: name });
      this.timer.set(kernel.now + this.pod.luck.span(`init/${name}`, run), () => {
        if (restarts === "always") kernel.record("containerReady", this.pod.name, { container: name });
        else kernel.record("containerStopped", this.pod.name, { container: name, exitCode: 0, reason: "Completed" });
        next();
      });
    });
  }
}

/** How long the sidecars take to end, last one first, when `left` remains of the grace; each has at least 2 s. */
export function sidecarShutdown(containers: readonly InitContainerSpec[], left: Micros, least: Micros): Micros {
  let spent = 0;
  for (const { restarts, stop } of containers.toReversed()) {
    if (restarts === "always") spent += Math.min(stop, Math.max(least, left - spent));
  }
  return spent;
}
