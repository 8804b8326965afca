import type { Attempt } from "../attempt.ts";
import type { FlagView } from "../plane.ts";

/** What each pod knows of the flag. */
export class FlagViews {
  private readonly views: (FlagView | null)[] = [];

  set(pod: number, view: FlagView | null): void {
    this.views[pod] = view;
  }

  /** Keeps the attempt, which is sent to `attempt.pod`, out of the pod's own version if the flag is off for its user. */
  apply(attempt: Attempt): void {
    if (attempt.pod >= this.views.length) return;
    const view = this.views[attempt.pod] ?? null;
    if (view !== null && view.audience[attempt.user] === 0) attempt.version = view.otherwise;
  }
}
