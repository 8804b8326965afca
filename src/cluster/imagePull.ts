import { type Micros, SECOND } from "../kernel/time.ts";
import { Backoff, type BackoffConfig } from "./backoff.ts";

/** Kubernetes v1.36 `kubelet.go:imageBackOffPeriod`, `MaxImageBackOff`. */
const IMAGE_BACKOFF: BackoffConfig = { initial: 10 * SECOND, max: 300 * SECOND };

/** A pod worker that could not go on tries again after this (Kubernetes v1.36 `kubelet.go:backOffPeriod`, without jitter). */
export const POD_WORKER_RETRY: Micros = 10 * SECOND;

export type ImagePullPolicy = "Always" | "IfNotPresent" | "Never";

/** What the kubelet does about an image: use it, pull it, or wait with one of the reasons it shows. */
export type ImageStep = "present" | "pull" | "ImagePullBackOff" | "ErrImageNeverPull";

/** Decides about the images of one node's pods. Kubernetes v1.36 `images/image_manager.go:EnsureImageExists`. */
export class ImagePullBackoff {
  private readonly backoff: Backoff;

  constructor(config: BackoffConfig = IMAGE_BACKOFF) {
    this.backoff = new Backoff(config);
  }

  /** `key` names the pod and the image: the waits of two pods are their own. */
  step(key: string, image: { readonly policy: ImagePullPolicy; readonly isPresent: boolean }, now: Micros): ImageStep {
    if (image.policy === "Never") return image.isPresent ? "present" : "ErrImageNeverPull";
    if (image.policy === "IfNotPresent" && image.isPresent) return "present";
    return this.backoff.isWaitingSinceUpdate(key, now) ? "ImagePullBackOff" : "pull";
  }

  /** A pull ended without the image: the next one has to wait longer. */
  failed(key: string, now: Micros): void {
    this.backoff.next(key, now, now);
  }
}
