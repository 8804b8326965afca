import type { Neighbours } from "./companions.ts";
import type { ManifestDocument, Path } from "./fields.ts";
import { expressionsAccept, labelsAt, unmatched } from "./selector.ts";

const LIMITS = ["minAvailable", "maxUnavailable"] as const;
const POLICY = "unhealthyPodEvictionPolicy";

/**
 * Reads a PodDisruptionBudget: `service.disruptionBudget` in the words of scenario files; null when it selects other pods.
 * It limits evictions, never a rollout, and says so.
 */
export function readDisruptionBudget(document: ManifestDocument, { chosen }: Neighbours): unknown {
  const selector: Path = ["spec", "selector"];
  if (document.at(selector) === undefined) {
    document.ignored([], "without a selector it selects no pods");
    return null;
  }
  const matches =
    document.namespace === chosen.document.namespace &&
    unmatched(labelsAt(document, [...selector, "matchLabels"]), chosen.part.labels) === null &&
    expressionsAccept(document, [...selector, "matchExpressions"], chosen.part.labels);
  if (!matches) {
    document.ignored([], `it does not select the pods of ${chosen.document.name}`);
    return null;
  }
  document.used(selector, `selects the pods of ${chosen.document.name}`);
  const file: Record<string, unknown> = {};
  for (const field of LIMITS) {
    const written = document.value(["spec", field]);
    if (written === undefined) continue;
    file[field] = written;
    document.used(["spec", field], `${field} ${written}, for evictions; rollouts and scaling do not ask it`);
  }
  if (Object.keys(file).length === 0) {
    file.minAvailable = 0;
    document.assumed(["spec", "minAvailable"], "0: the budget limits nothing");
  }
  const policy = document.value(["spec", POLICY]);
  if (policy !== undefined) {
    file[POLICY] = policy;
    document.used(["spec", POLICY], "which pods that are not ready may be evicted");
  }
  return file;
}
