import type { PodTemplate } from "../cluster/types.ts";
import type { Process } from "../kernel/process.ts";
import type { DeploymentStrategy } from "./controllers/deployment/spec.ts";
import type { DeploymentOptions, Rollout } from "./rollout.ts";

interface ByDeployment extends DeploymentOptions {
  /** The template to apply instead of the release's own; its hash stays the same. */
  readonly template?: PodTemplate;
}

/**
 * `kubectl apply`, and `kubectl rollout undo` once an alert has been reacted to. A Deployment itself never goes back.
 * Without a history to go back to — Recreate before its new pods exist — the old manifest is applied again.
 */
export function* byDeployment(
  rollout: Rollout,
  strategy: DeploymentStrategy,
  { template = rollout.revisions.new, ...options }: ByDeployment = {},
): Process {
  const deployment = rollout.deployment(strategy, options);
  deployment.apply(template);
  yield* rollout.alert();
  rollout.rollBack(() => {
    if (deployment.rolloutUndo() !== "undone") deployment.rollBackTo(rollout.revisions.old);
  });
}
