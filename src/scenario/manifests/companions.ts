import type { DeploymentPart } from "./deployment.ts";
import type { ManifestDocument, Path } from "./fields.ts";
import { type NetworkPart, readNetwork } from "./network.ts";
import type { Report } from "./report.ts";
import { type Labels, labelAdvice, labelsAt, unmatched } from "./selector.ts";

/** A Deployment with the document it was read from. */
export interface Workload {
  readonly document: ManifestDocument;
  readonly part: DeploymentPart;
}

/** Every Deployment of the file, so that what belongs to another one is not reported as lost. */
export interface Neighbours {
  readonly chosen: Workload;
  readonly podLabels: readonly { readonly namespace: string; readonly labels: Labels }[];
  readonly report: Report;
}

/** Reads a Service: how users reach the chosen pods through it; null: they do not. */
export function readService(document: ManifestDocument, { chosen, podLabels, report }: Neighbours): NetworkPart | null {
  const path: Path = ["spec", "selector"];
  const selector = labelsAt(document, path);
  if (selector.size === 0) {
    document.ignored([], "it selects no pods by labels");
    return null;
  }
  const wanted = unmatched(selector, chosen.part.labels);
  if (wanted === null && document.namespace === chosen.document.namespace) {
    document.used(path, `users reach the pods of ${chosen.document.name} through it`);
    return readNetwork(document);
  }
  const elsewhere = podLabels.some(
    ({ namespace, labels }) => namespace === document.namespace && unmatched(selector, labels) === null,
  );
  document.ignored([], elsewhere ? "it selects other pods" : `it does not select the pods of ${chosen.document.name}`);
  if (!elsewhere && podLabels.length === 1 && wanted !== null) {
    const message = `Service ${document.name} selects no pods of this file (it wants ${wanted.key}=${wanted.value})`;
    report.warn(document, [...path, wanted.key], {
      code: "selects-nothing",
      message,
      fix: labelAdvice(wanted, chosen.part.labels),
    });
  }
  return null;
}
