import type { Micros } from "../../../kernel/time.ts";

/** What Flagger reads of a Deployment. */
export interface WatchedDeployment {
  readonly generation: number;
  readonly observedGeneration: number;
  /** `spec.replicas`; null: not written. */
  readonly specReplicas: number | null;
  readonly replicas: number;
  readonly updated: number;
  readonly available: number;
  readonly conditions: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason: string;
    /** µs */
    readonly lastUpdate: Micros;
  }[];
}

/** `failed`: not ready, and waiting longer makes no sense. */
export type Readiness = "ready" | "waiting" | "failed";

/**
 * Whether a Deployment has finished its rollout (Flagger v1.44 `deployment_ready.go:isDeploymentReady`). The threshold, percent, only
 * relaxes how many of the updated pods have to be available, never how many have to be updated. Waiting is over once the
 * minimum availability has been missing for longer than the deadline, or the Deployment has given up by itself.
 */
export function deploymentReadiness(
  deployment: WatchedDeployment,
  limits: { readonly deadline: Micros; readonly readyThreshold: number },
  now: Micros,
): Readiness {
  const { conditions, specReplicas, replicas, updated, available } = deployment;
  if (deployment.generation > deployment.observedGeneration) return "waiting";
  const progressing = conditions.find(({ type }) => type === "Progressing");
  if (progressing?.reason === "ProgressDeadlineExceeded") return "failed";
  // Single precision, as Go computes it.
  const ratio = Math.fround(Math.fround(limits.readyThreshold) / 100);
  const needed = Math.trunc(Math.fround(Math.fround(updated) * ratio));
  const isMissing = (specReplicas !== null && updated < specReplicas) || replicas > updated || available < needed;
  if (!isMissing) return "ready";
  if (progressing === undefined) return "waiting";
  const short = conditions.find(({ type }) => type === "Available");
  const isShort = short?.status === "False" && short.reason === "MinimumReplicasUnavailable";
  return isShort && short.lastUpdate + limits.deadline < now ? "failed" : "waiting";
}
