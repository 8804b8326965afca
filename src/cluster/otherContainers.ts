import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { Pod } from "./pod.ts";
import { branch, type Surroundings } from "./surroundings.ts";
import { Timer } from "./timer.ts";
import type { ContainerSpec } from "./types.ts";

/**
 * The containers beside the one that serves. They are started after it in the order of the spec, each as soon as the one
 * before it was started, without waiting for its readiness (Kubernetes v1.36 `kuberuntime_manager.go:SyncPod`).
 */
export class OtherContainers {
  private readonly world: Surroundings;
  private readonly pod: Pod;
  private readonly timers: readonly Timer[];
  private readonly onReady: () => void;
  private ready = 0;
  private isStarting = false;

  constructor(world: Surroundings, pod: Pod, onReady: () => void) {
    this.world = world;
    this.pod = pod;
    this.onReady = onReady;
    this.timers = this.specs.map(() => new Timer(world.kernel, EVENT_CLASS.pod));
  }

  /** Starts those that do not run yet. A restart of the serving container leaves them alone. */
  begin(): void {
    if (this.isStarting || this.pod.othersReady) return;
    this.isStarting = true;
    this.ready = 0;
    this.start(0);
  }

  /** They run since long before. */
  bornReady(): void {
    this.pod.othersReady = true;
  }

  /** The pod or its node is gone. */
  stop(): void {
    this.isStarting = false;
    this.pod.othersReady = this.specs.length === 0;
    for (const timer of this.timers) timer.clear();
  }

  private get specs(): readonly ContainerSpec[] {
    return this.pod.template.otherContainers ?? [];
  }

  private start(index: number): void {
    const container = this.specs[index];
    if (container === undefined) return;
    const { kernel } = this.world;
    this.pod.node?.images.want({
      pod: this.pod.name,
      image: container.image,
      isWanted: () => this.isStarting && !this.pod.deleting && this.pod.node?.alive === true,
      done: () => {
        branch(kernel, () => {
          kernel.record("containerStarted", this.pod.name, { container: container.name });
          const boot = this.pod.luck.span(`boot/${container.name}`, container.boot);
          this.timers[index]?.set(kernel.now + boot, () => this.becomeReady(container));
        });
        this.start(index + 1);
      },
    });
  }

  private becomeReady({ name }: ContainerSpec): void {
    this.world.kernel.record("containerReady", this.pod.name, { container: name });
    this.ready++;
    if (this.ready < this.specs.length) return;
    this.isStarting = false;
    this.pod.othersReady = true;
    this.onReady();
  }
}
