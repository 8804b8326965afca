import { parseCount } from "../../quantity/count.ts";
import type { DeploymentPart } from "./deployment.ts";
import type { ManifestDocument, Path } from "./fields.ts";

const NAME: Path = ["spec", "template", "spec", "priorityClassName"];

/**
 * The priority of the pods by the PriorityClass that stands beside the workload: the one it names, or the default of the
 * cluster when it names none (Kubernetes v1.36 `plugin/pkg/admission/priority`).
 */
export function withPriorityClass(
  part: DeploymentPart,
  about: { readonly document: ManifestDocument; readonly documents: readonly ManifestDocument[] },
): DeploymentPart {
  const { document, documents } = about;
  const name = document.text(NAME);
  const classes = documents.filter(({ kind }) => kind === "PriorityClass");
  const isOurs = (one: ManifestDocument) => (name === "" ? one.value(["globalDefault"]) === true : one.name === name);
  const chosen = classes.find(isOurs);
  if (chosen === undefined) return part;
  const value = parseCount(chosen.value(["value"]));
  if ("complaint" in value) {
    chosen.ignored(["value"], "not a priority that pods may have here");
    return part;
  }
  chosen.used(["value"], `the priority of the pods of ${document.name}`);
  if (name !== "") document.used(NAME, `priority ${value.value}, by its PriorityClass`);
  const policy = chosen.text(["preemptionPolicy"]) || part.pod.preemptionPolicy;
  if (chosen.value(["preemptionPolicy"]) !== undefined)
    chosen.used(["preemptionPolicy"], "whether others are made to leave for its pods");
  const preemptionPolicy = policy === "Never" ? "Never" : "PreemptLowerPriority";
  return { ...part, pod: { ...part.pod, priority: value.value, preemptionPolicy } };
}
