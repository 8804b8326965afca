import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Micros } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import { ImagePullBackoff, POD_WORKER_RETRY, PULL_LIMITS, PullQuota } from "./imagePull.ts";
import type { ImageSpec } from "./types.ts";

/** Where all nodes pull from. */
export interface Registry {
  readonly bytesPerSecond: number;
  /** `down`: every pull fails, one that is under way at its end. */
  state: "up" | "down";
}

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
 * makes every other pod on the node wait. What was pulled once stays; a container with the policy Always asks the registry all
 * the same, and does not start when that has nothing to say. A pull that fails is tried again by the pod's own
 * back-off: after 10, 20, 40, … 300 s, looked at every 10 s.
 */
export class ImagePuller {
  /** Told of every image that comes to be on the node. */
  onPresent: (image: string) => void = () => {};
  private readonly present = new Set<string>();
  private readonly waiting: ImageWish[] = [];
  private readonly backoff = new ImagePullBackoff();
  private readonly quota = new PullQuota(PULL_LIMITS);
  /** The reason last told for a container that waits. */
  private readonly reasons = new Map<string, string>();
  private isBusy = false;
  private readonly kernel: Kernel<EventKind>;
  private readonly nodeName: string;
  private readonly registry: Registry;

  constructor(kernel: Kernel<EventKind>, nodeName: string, registry: Registry) {
    this.kernel = kernel;
    this.nodeName = nodeName;
    this.registry = registry;
  }

  /** The image is on the node already. */
  add(image: ImageSpec): void {
    if (image.pull !== "fails") this.keep(image.name);
  }

  has(image: string): boolean {
    return this.present.has(image);
  }

  /** Calls `done` as soon as the container may use the image: now when there is nothing to do for it. */
  want(wish: ImageWish): void {
    const { name, policy = "IfNotPresent" } = wish.image;
    const presence = this.present.has(name) ? "present" : "absent";
    const step = this.backoff.step(keyOf(wish), { name, policy, presence }, this.kernel.now);
    if (step === "present") {
      this.reasons.delete(keyOf(wish));
      wish.done();
    } else if (step === "pull") {
      this.waiting.push(wish);
      this.pullNext();
    } else {
      this.tell(wish, step);
      this.tryLater(wish);
    }
  }

  /** Says once why a container waits, until that changes. */
  private tell(wish: ImageWish, reason: string): void {
    if (this.reasons.get(keyOf(wish)) === reason) return;
    this.reasons.set(keyOf(wish), reason);
    const detail = { image: wish.image.name, pod: wish.pod, reason };
    this.kernel.record(reason === "ImagePullBackOff" ? "imagePullDelayed" : "imagePullFailed", this.nodeName, detail);
  }

  private pullNext(): void {
    while (!this.isBusy) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      if (!next.isWanted()) continue;
      if (this.present.has(next.image.name) && next.image.policy !== "Always") next.done();
      else this.pull(next);
    }
  }

  private pull(wish: ImageWish): void {
    const { kernel, nodeName, registry } = this;
    const { name, bytes } = wish.image;
    this.isBusy = true;
    kernel.record("imagePullStarted", nodeName, { image: name, bytes, pod: wish.pod });
    const isRefused = !this.quota.take(kernel.now);
    // The network says at once that there is no registry.
    const fails = isRefused || wish.image.pull === "fails" || registry.state === "down";
    kernel.schedule(kernel.now + (fails ? 0 : this.spanOf(wish.image)), EVENT_CLASS.pod, () => {
      this.isBusy = false;
      if (fails || registry.state === "down") this.fail(wish);
      else this.succeed(wish);
      this.pullNext();
    });
  }

  /** A registry that has no such image says so at once; layers that are on the node are not pulled again. */
  private spanOf({ name, bytes, pullFactor = 1 }: ImageSpec): Micros {
    if (this.present.has(name)) return 0;
    return Math.ceil((bytes * pullFactor * 1_000_000) / this.registry.bytesPerSecond);
  }

  private succeed(wish: ImageWish): void {
    this.kernel.record("imagePulled", this.nodeName, { image: wish.image.name, pod: wish.pod });
    this.reasons.delete(keyOf(wish));
    this.keep(wish.image.name);
    if (wish.isWanted()) wish.done();
  }

  private keep(image: string): void {
    if (this.present.has(image)) return;
    this.present.add(image);
    this.onPresent(image);
  }

  private fail(wish: ImageWish): void {
    this.reasons.delete(keyOf(wish));
    this.tell(wish, "ErrImagePull");
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
