import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Micros } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import type { PodTemplate } from "./types.ts";

type Image = PodTemplate["image"];

/**
 * The images of one node. Pulls are serialized, as kubelets do by default (`serializeImagePulls: true`): one slow pull
 * makes every other pod on the node wait. What was pulled once stays.
 */
export class ImagePuller {
  private readonly present = new Set<string>();
  private readonly waiting: { readonly image: Image; readonly done: () => void }[] = [];
  private busy: "pulling" | "idle" = "idle";
  private readonly kernel: Kernel<EventKind>;
  private readonly nodeName: string;
  private readonly bytesPerSecond: number;

  constructor(kernel: Kernel<EventKind>, nodeName: string, bytesPerSecond: number) {
    this.kernel = kernel;
    this.nodeName = nodeName;
    this.bytesPerSecond = bytesPerSecond;
  }

  /** The image is on the node already. */
  add(image: Image): void {
    this.present.add(image.name);
  }

  /** Calls `done` as soon as the image is on the node: now when it is there already. */
  want(image: Image, done: () => void): void {
    if (this.present.has(image.name)) done();
    else {
      this.waiting.push({ image, done });
      this.pullNext();
    }
  }

  private pullNext(): void {
    if (this.busy === "pulling") return;
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      const { image, done } = next;
      if (!this.present.has(image.name)) {
        this.pull(image, done);
        return;
      }
      done();
    }
  }

  private pull(image: Image, done: () => void): void {
    const { kernel } = this;
    this.busy = "pulling";
    kernel.record("imagePullStarted", this.nodeName, { image: image.name, bytes: image.bytes });
    const span: Micros = Math.ceil((image.bytes * 1_000_000) / this.bytesPerSecond);
    kernel.schedule(kernel.now + span, EVENT_CLASS.pod, () => {
      this.busy = "idle";
      this.present.add(image.name);
      const cause = kernel.record("imagePulled", this.nodeName, { image: image.name });
      kernel.because(cause, done);
      kernel.because(cause, () => this.pullNext());
    });
  }
}
