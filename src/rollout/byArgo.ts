import type { Process } from "../kernel/process.ts";
import type { ArgoOptions } from "./attend.ts";
import type { ArgoSpec } from "./controllers/argo/spec.ts";
import type { Rollout } from "./rollout.ts";

/**
 * Applies the new template to a Rollout. Its own analyses call it back; when they see nothing but the alert fires, it is
 * aborted by hand — or, once promoted, given the old template again.
 */
export function* byArgo(rollout: Rollout, strategy: ArgoSpec["strategy"], options: ArgoOptions = {}): Process {
  const argo = rollout.argo(strategy, options);
  argo.apply(rollout.revisions.new);
  yield* rollout.alert();
  rollout.rollBack(() => argo.goBack(rollout.revisions.old));
}
