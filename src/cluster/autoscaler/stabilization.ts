import type { Micros } from "../../kernel/time.ts";

/** What the metrics asked for at some time, before it was stabilised. */
export interface Recommendation {
  readonly replicas: number;
  readonly at: Micros;
}

export interface Stabilized {
  readonly replicas: number;
  /** With the present recommendation in it: in place of the last one that no window reaches any more, else at the end. */
  readonly recommendations: readonly Recommendation[];
}

/**
 * Follows a recommendation up only as far as all recommendations of the up window went, and down only as far as those of
 * the down window. Kubernetes v1.36 `horizontal.go:stabilizeRecommendationWithBehaviors`.
 */
export function stabilize(
  recommendations: readonly Recommendation[],
  sizes: { readonly current: number; readonly desired: number },
  windows: { readonly up: Micros; readonly down: Micros; readonly now: Micros },
): Stabilized {
  const [upSince, downSince] = [windows.now - windows.up, windows.now - windows.down];
  const since = (start: Micros) => recommendations.filter(({ at }) => at > start).map(({ replicas }) => replicas);
  const least = Math.min(sizes.desired, ...since(upSince));
  const most = Math.max(sizes.desired, ...since(downSince));
  const replicas = Math.min(Math.max(sizes.current, least), most);
  const present = { replicas: sizes.desired, at: windows.now };
  const free = recommendations.findLastIndex(({ at }) => at < upSince && at < downSince);
  return {
    replicas,
    recommendations: free === -1 ? [...recommendations, present] : recommendations.with(free, present),
  };
}
