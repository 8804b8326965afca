import { isRollout } from "./argo/rollout.ts";
import type { ManifestDocument } from "./fields.ts";
import { isCanary } from "./flagger/canary.ts";

/** An object of a product that carries out rollouts: a Rollout of Argo Rollouts, a Canary of Flagger. */
export function isProduct(document: ManifestDocument): boolean {
  return isRollout(document) || isCanary(document);
}
