import type { Process } from "../kernel/process.ts";
import type { DeploymentStrategy } from "./controllers/deployment/spec.ts";
import type { Rollout } from "./rollout.ts";

/**
 * `kubectl apply`, and `kubectl rollout undo` once an alert has been reacted to. A Deployment itself never goes back.
 * Without a history to go back to — Recreate before its new pods exist — the old manifest is applied again.
 */
export function* byDeployment(rollout: Rollout, strategy: DeploymentStrategy): Process {
  const deployment = rollout.deployment(strategy);
  deployment.apply(rollout.revisions.new);
  yield* rollout.alert();
  rollout.rollBack(() => {
    if (deployment.rolloutUndo() !== "undone") deployment.rollBackTo(rollout.revisions.old);
  });
}
