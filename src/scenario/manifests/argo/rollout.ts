import type { DeploymentPart } from "../deployment.ts";
import { readName, readReplicas, readSeconds } from "../deployment.ts";
import type { ManifestDocument, Path } from "../fields.ts";
import { readPod } from "../pod.ts";
import type { Report } from "../report.ts";
import { labelsAt } from "../selector.ts";
import { readArgoStrategy } from "./strategy.ts";
import { Templates } from "./templates.ts";

export function isRollout({ kind, apiVersion }: ManifestDocument): boolean {
  return kind === "Rollout" && apiVersion.startsWith("argoproj.io/");
}

const TEMPLATE: Path = ["spec", "template"];
const REFERENCE: Path = ["spec", "workloadRef"];

/** Reads a Rollout of Argo Rollouts. Null, with a complaint, when it has no strategy. */
export function readRollout(
  document: ManifestDocument,
  documents: readonly ManifestDocument[],
  report: Report,
): DeploymentPart | null {
  const strategy = readArgoStrategy({ document, report, templates: new Templates(documents, report) });
  if (strategy === null) return null;
  const pods = podsOf(document, documents, report);
  const labels: Path = [...TEMPLATE, "metadata", "labels"];
  for (const [where, became] of [
    [["spec", "selector"], "selects the pods of its own template"],
    [labels, "what Services and budgets select the pods by"],
  ] as const) {
    if (document.at(where) !== undefined) document.used(where, became);
  }
  return {
    name: readName(document, report),
    replicas: readReplicas(document, report),
    minReadySeconds: readSeconds(document, "minReadySeconds", report),
    progressDeadlineSeconds: readSeconds(document, "progressDeadlineSeconds", report),
    strategy,
    pod: readPod(pods, report),
    labels: labelsAt(pods, labels),
  };
}

/** Where the pod template stands: in the Rollout itself, or in the Deployment it refers to. */
function podsOf(document: ManifestDocument, documents: readonly ManifestDocument[], report: Report): ManifestDocument {
  if (document.at(REFERENCE) === undefined) {
    if (document.at(TEMPLATE) === undefined) {
      const complaint = {
        code: "missing-field",
        message: "spec.template is required",
        fix: "add spec.template; Argo Rollouts refuses the Rollout without it",
      };
      report.warn(document, TEMPLATE, complaint);
      document.assumed(TEMPLATE, "a pod of one container");
    }
    return document;
  }
  const name = document.text([...REFERENCE, "name"]);
  const found = documents.find((each) => each.kind === "Deployment" && each.name === name);
  if (found === undefined) {
    const message = `there is no Deployment ${JSON.stringify(name)} in this file`;
    report.warn(document, [...REFERENCE, "name"], { code: "no-workload", message, fix: "add it to the file" });
    document.assumed(REFERENCE, "a pod of one container: the workload is not in this file");
    return document;
  }
  document.used(REFERENCE, `its pods are those of ${found.title}`);
  found.used(["spec", "template"], `the pods of ${document.title}`);
  return found;
}
