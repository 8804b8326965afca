import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Micros } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import { ImagePullBackoff, POD_WORKER_RETRY } from "./imagePull.ts";
import type { ImageSpec } from "./types.ts";

/** A container that cannot start without its image. */
export interface ImageWish {
  /** The pod that wants it. */
  readonly pod: string;
  readonly image: ImageSpec;
  /** The image is on the node. */
  readonly done: () => void;
  /** The pod still waits for it. */
  readonly isWanted: () => boolean;
}

/**
 * The images of one node. Pulls are serialized, as kubelets do by default (`serializeImagePulls: true`): one slow pull
 * makes every other pod on the node wait. What was pulled once stays. A pull that fails is tried again by the pod's own
 * back-off: after 10, 20, 40, … 300 s, looked at every 10 s.
 */
export class ImagePuller {
  /** Told of every image that comes to be on the node. */
  onPresent: (image: string) => void = () => {};
  private readonly present = new Set<string>();
  private readonly waiting: ImageWish[] = [];
  private readonly backoff = new ImagePullBackoff();
  /** Whose wait for another try has been told of. */
  private readonly delayed = new Set<string>();
  private isBusy = false;
  private readonly kernel: Kernel<EventKind>;
  private readonly nodeName: string;
  private readonly bytesPerSecond: number;

  constructor(kernel: Kernel<EventKind>, nodeName: string, bytesPerSecond: number) {
    this.kernel = kernel;
    this.nodeName = nodeName;
    this.bytesPerSecond = bytesPerSecond;
  }

  /** The image is on the node already. */
  add(image: ImageSpec): void {
    if (image.pull !== "fails") this.keep(image.name);
  }

  has(image: string): boolean {
    return this.present.has(image);
  }

  /** Calls `done` as soon as the image is on the node: now when it is there already. */
  want(wish: ImageWish): void {
    const image = { policy: "IfNotPresent", isPresent: this.present.has(wish.image.name) } as const;
    const step = this.backoff.step(keyOf(wish), image, this.kernel.now);
    if (step === "present") wish.done();
    else if (step === "pull") {
      this.waiting.push(wish);
      this.pullNext();
    } else {
      this.putOff(wish);
      this.tryLater(wish);
    }
  }

  /** Says once per wait that it has begun. */
  private putOff(wish: ImageWish): void {
    const { name } = wish.image;
    if (this.delayed.has(keyOf(wish))) return;
    this.delayed.add(keyOf(wish));
    this.kernel.record("imagePullDelayed", this.nodeName, { image: name, pod: wish.pod });
  }

  private pullNext(): void {
    while (!this.isBusy) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      if (!next.isWanted()) continue;
      if (this.present.has(next.image.name)) next.done();
      else this.pull(next);
    }
  }

  private pull(wish: ImageWish): void {
    const { kernel, nodeName } = this;
    const { name, bytes, pull, pullFactor = 1 } = wish.image;
    this.isBusy = true;
    this.delayed.delete(keyOf(wish));
    kernel.record("imagePullStarted", nodeName, { image: name, bytes, pod: wish.pod });
    // A registry that has no such image says so at once.
    const span: Micros = pull === "fails" ? 0 : Math.ceil((bytes * pullFactor * 1_000_000) / this.bytesPerSecond);
    kernel.schedule(kernel.now + span, EVENT_CLASS.pod, () => {
      this.isBusy = false;
      const cause = kernel.record(pull === "fails" ? "imagePullFailed" : "imagePulled", nodeName, {
        image: name,
        pod: wish.pod,
      });
      kernel.because(cause, () => (pull === "fails" ? this.fail(wish) : this.succeed(wish)));
      kernel.because(cause, () => this.pullNext());
    });
  }

  private succeed(wish: ImageWish): void {
    this.keep(wish.image.name);
    if (wish.isWanted()) wish.done();
  }

  private keep(image: string): void {
    if (this.present.has(image)) return;
    this.present.add(image);
    this.onPresent(image);
  }

  private fail(wish: ImageWish): void {
    this.backoff.failed(keyOf(wish), this.kernel.now);
    this.tryLater(wish);
  }

  private tryLater(wish: ImageWish): void {
    this.kernel.schedule(this.kernel.now + POD_WORKER_RETRY, EVENT_CLASS.pod, () => {
      if (wish.isWanted()) this.want(wish);
    });
  }
}

const keyOf = ({ pod, image }: ImageWish) => `${pod}/${image.name}`;
