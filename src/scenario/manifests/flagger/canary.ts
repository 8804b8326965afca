import { type DeploymentPart, readDeploymentStrategy, readName, readReplicas, readSeconds } from "../deployment.ts";
import type { ManifestDocument, Path } from "../fields.ts";
import { readPod } from "../pod.ts";
import type { Report } from "../report.ts";
import { labelsAt } from "../selector.ts";
import { readFlaggerStrategy } from "./strategy.ts";

export function isCanary({ kind, apiVersion }: ManifestDocument): boolean {
  return kind === "Canary" && apiVersion.startsWith("flagger.app/");
}

const TARGET: Path = ["spec", "targetRef"];

/** Reads a Canary of Flagger. Its pods are those of the Deployment it refers to, if that is in the same file. */
export function readCanary(
  document: ManifestDocument,
  documents: readonly ManifestDocument[],
  report: Report,
): DeploymentPart {
  const found = targetOf(document, documents, report);
  const pods = found ?? document;
  const workload = found ?? document;
  const strategy = readFlaggerStrategy(document, documents, report);
  return {
    name: readName(document, report),
    replicas: found === null ? null : readReplicas(found, report),
    minReadySeconds: readSeconds(workload, "minReadySeconds", report),
    progressDeadlineSeconds: readSeconds(workload, "progressDeadlineSeconds", report),
    strategy: {
      ...strategy,
      parameters: { ...strategy.parameters, ...(found === null ? {} : surgeOf(found, report)) },
    },
    pod: readPod(pods, report),
    labels: labelsAt(pods, ["spec", "template", "metadata", "labels"]),
  };
}

/** The primary replaces its pods as the Deployment it is a copy of would. */
function surgeOf(target: ManifestDocument, report: Report): Readonly<Record<string, unknown>> {
  const { name, parameters } = readDeploymentStrategy(target, report);
  if (name === "rolling") return parameters;
  target.assumed(["spec", "strategy", "type"], "the primary replaces its pods step by step, 25% at a time");
  return {};
}

function targetOf(
  document: ManifestDocument,
  documents: readonly ManifestDocument[],
  report: Report,
): ManifestDocument | null {
  const name = document.text([...TARGET, "name"]);
  const kind = document.text([...TARGET, "kind"]) || "Deployment";
  const found = documents.find((each) => each.kind === "Deployment" && each.name === name);
  if (found !== undefined) {
    document.used(TARGET, `its pods are those of ${found.title}`);
    found.used(["spec", "template"], `the pods of ${document.title}`);
    return found;
  }
  if (kind === "Deployment") {
    const message = `there is no Deployment ${JSON.stringify(name)} in this file`;
    report.warn(document, [...TARGET, "name"], { code: "no-workload", message, fix: "add it to the file" });
  }
  const why = kind === "Deployment" ? "the workload is not in this file" : `a ${kind} is rehearsed as a Deployment`;
  document.assumed(TARGET, `a pod of one container: ${why}`);
  return null;
}
