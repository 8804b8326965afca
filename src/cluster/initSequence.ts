import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { Micros } from "../kernel/time.ts";
import { doBackOff } from "./backoff.ts";
import type { Pod } from "./pod.ts";
import { branch, type Surroundings } from "./surroundings.ts";
import { Timer } from "./timer.ts";
import type { InitContainerSpec } from "./types.ts";

/**
 * The init containers of one pod, one after the other: each must have exited before the next begins, a sidecar must have
 * started and goes on running (Kubernetes v1.36 `kuberuntime_container.go:computeInitContainerActions`). One that fails is run
 * again, with back-off, and holds all the others up.
 */
export class InitSequence {
  private readonly world: Surroundings;
  private readonly pod: Pod;
  private readonly timer: Timer;
  private isRunning = false;
  private done: () => void = () => {};
  /** Of the container that runs or waits, and how often it has run before. */
  private position = 0;
  private attempt = 0;

  constructor(world: Surroundings, pod: Pod) {
    this.world = world;
    this.pod = pod;
    this.timer = new Timer(world.kernel, EVENT_CLASS.pod);
  }

  /** Calls `done` when the serving container may start: at once when there is nothing to run before it. */
  begin(done: () => void): void {
    this.isRunning = true;
    this.position = 0;
    this.attempt = 0;
    this.done = done;
    this.next();
  }

  /** The pod goes, or its node does. */
  stop(): void {
    this.isRunning = false;
    this.timer.clear();
  }

  private next(): void {
    const container = this.pod.template.initContainers?.[this.position];
    if (container === undefined) {
      this.isRunning = false;
      this.done();
      return;
    }
    const { attempt } = this;
    this.pod.node?.images.want({
      pod: this.pod.name,
      image: container.image,
      done: () => this.start(container, attempt),
      isWanted: () => this.isRunning && !this.pod.deleting && this.pod.node?.alive === true,
    });
  }

  private start(container: InitContainerSpec, attempt: number): void {
    const { kernel } = this.world;
    const { name, run } = container;
    branch(kernel, () => {
      if (attempt === 0) kernel.record("containerStarted", this.pod.name, { container: name });
      else kernel.record("containerRestarted", this.pod.name, { container: name, restarts: attempt });
      if (this.pod.state === "crashed") this.pod.enter("pulling", kernel.now, kernel.cause);
      const span = this.pod.luck.span(attempt === 0 ? `init/${name}` : `init/${name}/${attempt}`, run);
      this.timer.set(kernel.now + span, () => this.end(container, attempt));
    });
  }

  private end({ name, restarts, failures = 0 }: InitContainerSpec, attempt: number): void {
    const { kernel } = this.world;
    if (restarts === "always") kernel.record("containerReady", this.pod.name, { container: name });
    else if (attempt < failures) {
      kernel.record("containerCrashed", this.pod.name, {
        container: name,
        restarts: attempt,
        reason: "Error",
        exitCode: 1,
      });
      this.awaitRestart(name, kernel.now);
      return;
    } else kernel.record("containerStopped", this.pod.name, { container: name, exitCode: 0, reason: "Completed" });
    this.position++;
    this.attempt = 0;
    this.next();
  }

  /** An init container that fails is run again by the same back-off as any other (`kuberuntime_manager.go:doBackOff`). */
  private awaitRestart(name: string, finishedAt: Micros): void {
    const { kernel, crashLoop } = this.world;
    const retryAt = doBackOff(crashLoop, `${this.pod.uid}/${name}`, { finishedAt, now: kernel.now });
    if (retryAt === null) {
      this.attempt++;
      this.next();
      return;
    }
    if (!this.pod.deleting) this.pod.enter("crashed", kernel.now, kernel.cause);
    this.timer.set(retryAt, () => this.awaitRestart(name, finishedAt));
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
