import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { Pod } from "./pod.ts";
import { ReadinessProber } from "./readinessProber.ts";
import { branch, type Surroundings } from "./surroundings.ts";
import { Timer } from "./timer.ts";

/** The Ready condition of one pod, and from it when the pod is available. */
export class Readiness {
  private readonly prober: ReadinessProber | null;
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
        : new ReadinessProber(world.kernel, readinessProbe, (result) =>
            result === "ready" ? this.becomeReady() : this.becomeUnready(),
          );
  }

  containerStarted(): void {
    this.prober?.containerStarted();
    if (this.prober === null && this.pod.template.unprobedReadiness === "started") this.becomeReady();
  }

  /** The process listens, or no longer hangs: it would pass a probe. */
  processUp(): void {
    if (this.prober === null) this.becomeReady();
    else if (!this.pod.template.behaviour.neverReady) this.prober.answers("Success");
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
    this.prober?.stop();
  }

  /** The pod is gone. */
  stop(): void {
    this.prober?.stop();
    this.availability.clear();
    this.pod.ready = false;
  }

  /** Ready for as long as it takes to be available at once. */
  bornReady(): void {
    const { kernel } = this.world;
    this.prober?.bornReady();
    this.pod.ready = true;
    this.pod.readySince = kernel.now - this.pod.replicaSet.minReady;
    this.pod.available.set("on", kernel.now);
    this.pod.enter("ready", kernel.now, kernel.cause);
  }

  /** Also called by the node controller for pods whose node has gone silent. */
  becomeUnready(): void {
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

  private becomeReady(): void {
    if (this.pod.ready) return;
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
