import type { Attempt } from "../attempt.ts";
import type { FlagView } from "../plane.ts";

/** What each pod knows of the flag. */
export class FlagViews {
  /** Pods from here on have no flag. */
  count = 0;
  private readonly views: (FlagView | null)[] = [];

  set(pod: number, view: FlagView | null): void {
    this.views[pod] = view;
    this.count = this.views.length;
  }

  /** Keeps the attempt, which is sent to `attempt.pod`, out of the pod's own version if the flag is off for its user. */
  apply(attempt: Attempt): void {
    const view = this.views[attempt.pod] ?? null;
    if (view !== null && view.audience[attempt.user] === 0) attempt.version = view.otherwise;
  }
}
