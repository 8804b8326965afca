import type { Process } from "../kernel/process.ts";
import type { FlaggerCanarySpec } from "./controllers/flagger/flagger.ts";
import type { Rollout } from "./rollout.ts";

/**
 * Applies the new template to the target of a Canary. Its own checks call it back; when they see nothing but the alert fires, somebody opens
 * the gate of the way back — or, once it is promoted, applies the old template.
 */
export function* byFlagger(rollout: Rollout, spec: FlaggerCanarySpec): Process {
  const canary = rollout.flagger(spec);
  canary.apply(rollout.revisions.new);
  yield* rollout.alert();
  rollout.rollBack(() => canary.goBack(rollout.revisions.old));
}
