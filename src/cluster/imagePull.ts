import { type Micros, SECOND } from "../kernel/time.ts";
import { Backoff, type BackoffConfig } from "./backoff.ts";
import { isImageReference } from "./imageReference.ts";

/** Kubernetes v1.36 `kubelet.go:imageBackOffPeriod`, `MaxImageBackOff`. */
const IMAGE_BACKOFF: BackoffConfig = { initial: 10 * SECOND, max: 300 * SECOND };

/** A pod worker that could not go on tries again after this (Kubernetes v1.36 `kubelet.go:backOffPeriod`, without jitter). */
export const POD_WORKER_RETRY: Micros = 10 * SECOND;

export type ImagePullPolicy = "Always" | "IfNotPresent" | "Never";

/** What the kubelet knows of an image before it decides. */
export interface ImageSought {
  readonly name: string;
  readonly policy: ImagePullPolicy;
  /** `unknown`: the container runtime cannot say. */
  readonly presence: "present" | "absent" | "unknown";
}

/** What the kubelet does about an image: use it, pull it, or wait with one of the reasons it shows. */
export type ImageStep =
  | "present"
  | "pull"
  | "ImagePullBackOff"
  | "ErrImageNeverPull"
  | "InvalidImageName"
  | "ImageInspectError";

/** Decides about the images of one node's pods. Kubernetes v1.36 `images/image_manager.go:EnsureImageExists`. */
export class ImagePullBackoff {
  private readonly backoff: Backoff;

  constructor(config: BackoffConfig = IMAGE_BACKOFF) {
    this.backoff = new Backoff(config);
  }

  /** `key` names the pod and the image: the waits of two pods are their own. */
  step(key: string, { name, policy, presence }: ImageSought, now: Micros): ImageStep {
    if (!isImageReference(name)) return "InvalidImageName";
    if (policy !== "Always") {
      if (presence === "unknown") return "ImageInspectError";
      if (presence === "present") return "present";
      if (policy === "Never") return "ErrImageNeverPull";
    }
    return this.backoff.isWaitingSinceUpdate(key, now) ? "ImagePullBackOff" : "pull";
  }

  /** A pull ended without the image: the next one has to wait longer. */
  failed(key: string, now: Micros): void {
    this.backoff.next(key, now, now);
  }
}

/** How many pulls a kubelet begins: `burst` at once, `perSecond` in the long run; 0 per second: as many as it likes. */
export interface PullLimits {
  readonly perSecond: number;
  readonly burst: number;
}

/** Kubelet defaults `registryPullQPS`, `registryBurst`. */
export const PULL_LIMITS: PullLimits = { perSecond: 5, burst: 10 };

/**
 * The kubelet's own limit on pulls. One too many does not wait: it fails with `pull QPS exceeded`, and its pod backs off.
 * Kubernetes v1.36 `images/helpers.go:throttledImageService`.
 */
export class PullQuota {
  private readonly limits: PullLimits;
  private tokens: number;
  private countedAt: Micros = 0;

  constructor(limits: PullLimits) {
    this.limits = limits;
    this.tokens = limits.burst;
  }

  /** Whether a pull may begin now; then it has begun. */
  take(now: Micros): boolean {
    const { perSecond, burst } = this.limits;
    if (perSecond === 0) return true;
    this.tokens = Math.min(burst, this.tokens + ((now - this.countedAt) * perSecond) / SECOND);
    this.countedAt = now;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
}
