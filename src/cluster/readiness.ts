import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { Pod } from "./pod.ts";
import { Prober, type ProbingStart } from "./prober.ts";
import { branch, type Surroundings } from "./surroundings.ts";
import { Timer } from "./timer.ts";

/** The Ready condition of one pod, and from it when the pod is available. */
export class Readiness {
  private readonly prober: Prober | null;
  /** The serving container is ready; the pod is when the others are ready too. */
  private isServing = false;
  private readonly availability: Timer;
  private readonly world: Surroundings;
  private readonly pod: Pod;

  constructor(world: Surroundings, pod: Pod) {
    this.world = world;
    this.pod = pod;
    this.availability = new Timer(world.kernel, EVENT_CLASS.pod);
    const { readinessProbe } = pod.template;
    this.prober =
      readinessProbe === null
        ? null
        : new Prober({
            kernel: world.kernel,
            type: "readiness",
            probe: readinessProbe,
            onResult: (result) => (result === "Success" ? this.containerReady() : this.becomeUnready()),
          });
  }

  /** The container counts as started. The kubelet looks as soon as it sees that, and every period from then on. */
  containerStarted(container: Omit<ProbingStart, "phase">): void {
    const answer = this.passes(container.answer);
    this.prober?.begin({ ...container, answer, phase: this.world.kernel.now });
    if (this.prober !== null) return;
    if (this.pod.template.unprobedReadiness === "started" || container.answer === "Success") this.containerReady();
  }

  /** The process listens, or no longer hangs: it would pass a probe. */
  processUp(): void {
    if (this.prober === null) this.containerReady();
    else this.prober.answers(this.passes("Success"));
  }

  /** The containers beside the serving one are ready. */
  othersReady(): void {
    if (this.isServing) this.becomeReady();
  }

  /** The process still runs but no longer passes a probe: it has closed its listener, or it hangs. */
  processFails(): void {
    this.prober?.answers("Failure");
  }

  containerStopped(): void {
    this.prober?.containerStopped();
    this.becomeUnready();
  }

  /** Nobody looks any more; the last verdict stands. */
  freeze(): void {
    this.prober?.pause();
  }

  /** The pod is gone. */
  stop(): void {
    this.prober?.pause();
    this.availability.clear();
    this.pod.ready = false;
  }

  /** Ready for as long as it takes to be available at once. */
  bornReady(): void {
    const { kernel } = this.world;
    this.prober?.bornPassing(kernel.now);
    this.isServing = true;
    this.pod.ready = true;
    this.pod.readySince = kernel.now - this.pod.replicaSet.minReady;
    this.pod.available.set("on", kernel.now);
    this.pod.enter("ready", kernel.now, kernel.cause);
  }

  /** The kubelet finds the pod not ready. */
  becomeUnready(): void {
    const { kernel } = this.world;
    const served = this.isServing;
    this.isServing = false;
    if (!this.pod.ready) {
      if (served) branch(kernel, () => kernel.record("containerUnready", this.pod.name));
    } else if (this.isHeard) this.writeUnready();
  }

  /** The node controller marks the pods of a node that has gone silent (`controller_utils.go:MarkPodsNotReady`). */
  nodeLost(): void {
    this.writeUnready();
  }

  /** The node is heard of again: the kubelet writes what it has found meanwhile. */
  nodeBack(): void {
    if (this.isServing && this.pod.othersReady) this.becomeReady();
    else this.writeUnready();
  }

  private get isHeard(): boolean {
    return this.pod.node?.reachable !== false;
  }

  private writeUnready(): void {
    if (!this.pod.ready) return;
    const { kernel } = this.world;
    this.pod.ready = false;
    this.pod.readySince = kernel.now;
    branch(kernel, () => {
      const cause = kernel.record("podUnready", this.pod.name);
      this.availability.clear();
      this.pod.available.set("off", kernel.now);
      this.pod.enter("running", kernel.now, cause);
      this.world.podChanged(this.pod);
    });
  }

  private passes(answer: "Success" | "Failure"): "Success" | "Failure" {
    return this.pod.template.behaviour.neverReady ? "Failure" : answer;
  }

  private containerReady(): void {
    const { kernel } = this.world;
    if (this.pod.othersReady) {
      this.isServing = true;
      this.becomeReady();
    } else if (!this.isServing) {
      this.isServing = true;
      branch(kernel, () => kernel.record("containerReady", this.pod.name));
    }
  }

  private becomeReady(): void {
    if (this.pod.ready || !this.isHeard) return;
    const { kernel } = this.world;
    this.pod.ready = true;
    this.pod.readySince = kernel.now;
    branch(kernel, () => {
      const cause = kernel.record("podReady", this.pod.name);
      this.pod.enter("ready", kernel.now, cause);
      this.awaitAvailability();
      this.world.podChanged(this.pod);
    });
  }

  private awaitAvailability(): void {
    const { kernel } = this.world;
    const { minReady } = this.pod.replicaSet;
    if (this.pod.deleting) return;
    const becomeAvailable = () => {
      kernel.record("podAvailable", this.pod.name);
      this.pod.available.set("on", kernel.now);
    };
    if (minReady === 0) branch(kernel, becomeAvailable);
    else this.availability.set(kernel.now + minReady, becomeAvailable);
  }

  /** Deletion has started: the pod is not available from now on. */
  deletionStarted(): void {
    this.availability.clear();
    this.pod.available.set("off", this.world.kernel.now);
  }
}
