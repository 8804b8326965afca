/** What `kubectl rollout status` looks at. */
export interface RolloutStatusInput {
  readonly name: string;
  readonly generation: number;
  readonly specReplicas: number;
  readonly observedGeneration: number;
  readonly replicas: number;
  readonly updated: number;
  readonly available: number;
  readonly deadlineExceeded: boolean;
}

export type RolloutStatusText =
  | { readonly message: string; readonly done: boolean }
  /** The command ends with this error. */
  | { readonly error: string };

/** What `kubectl rollout status` prints. Kubernetes v1.36 `kubectl/rollout_status.go:DeploymentStatusViewer.Status`. */
export function rolloutStatus(d: RolloutStatusInput): RolloutStatusText {
  if (d.generation > d.observedGeneration) {
    return { message: "Waiting for deployment spec update to be observed...\n", done: false };
  }
  if (d.deadlineExceeded) return { error: `deployment "${d.name}" exceeded its progress deadline` };
  const wait = (what: string) => ({
    message: `Waiting for deployment "${d.name}" rollout to finish: ${what}...\n`,
    done: false,
  });
  if (d.updated < d.specReplicas) return wait(`${d.updated} out of ${d.specReplicas} new replicas have been updated`);
  if (d.replicas > d.updated) return wait(`${d.replicas - d.updated} old replicas are pending termination`);
  if (d.available < d.updated) return wait(`${d.available} of ${d.updated} updated replicas are available`);
  return { message: `deployment "${d.name}" successfully rolled out\n`, done: true };
}
