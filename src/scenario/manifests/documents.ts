import type { Complaint } from "../../quantity/complaint.ts";
import type { Tree } from "../yaml/tree.ts";
import { ManifestDocument } from "./fields.ts";
import type { Report } from "./report.ts";

/** Lists inside lists at most: a List of Lists is odd, more is an attack. */
const LISTS_DEEP = 4;

/** The documents of a file, those inside `kind: List` included. */
export function expand(trees: readonly Tree[], depth = 0): readonly ManifestDocument[] {
  return trees.flatMap((tree) => {
    const document = new ManifestDocument(tree);
    const items = document.at(["items"]);
    if (!document.kind.endsWith("List") || items?.kind !== "list" || depth >= LISTS_DEEP) return [document];
    return expand(items.items, depth + 1);
  });
}

/** Kinds that are input of another tool, whose output is what can be read. */
const INPUTS = new Map([
  ["Kustomization", 'run "kustomize build" and read its output'],
  ["HelmChartInflationGenerator", 'run "kustomize build" and read its output'],
]);

/** Group versions of Deployment that the API server no longer has, and since when. */
const REMOVED = new Map([
  ["extensions/v1beta1", "1.16"],
  ["apps/v1beta1", "1.16"],
  ["apps/v1beta2", "1.16"],
]);

/** Whether a document is a Deployment that can be read. Reports one of a group version that is gone. */
export function isDeployment(document: ManifestDocument, report: Report): boolean {
  if (document.kind !== "Deployment") return false;
  if (document.apiVersion === "apps/v1") return true;
  const since = REMOVED.get(document.apiVersion);
  if (since !== undefined) {
    const message = `${document.apiVersion} was removed in Kubernetes ${since}`;
    report.error(document, ["apiVersion"], { code: "api-version", message, fix: "write apiVersion: apps/v1" });
  } else if (document.apiVersion === "") {
    report.error(document, ["kind"], {
      code: "missing-field",
      message: "apiVersion is missing",
      fix: "write apiVersion: apps/v1",
    });
  }
  return false;
}

/** Why a file without a Deployment cannot be rehearsed. */
export function noDeployment(documents: readonly ManifestDocument[]): {
  readonly document: ManifestDocument | null;
  readonly complaint: Complaint;
} {
  const input = documents.find(({ kind }) => INPUTS.has(kind));
  if (input !== undefined) {
    const message = `kind ${input.kind} is an input of another tool`;
    return { document: input, complaint: { code: "tool-input", message, fix: INPUTS.get(input.kind) ?? "" } };
  }
  const document = documents[0] ?? null;
  const kinds = [...new Set(documents.map(({ kind }) => kind || "a document without kind"))];
  const found = kinds.length > 5 ? `${kinds.slice(0, 5).join(", ")} and ${kinds.length - 5} more` : kinds.join(", ");
  const message = kinds.length === 1 ? `kind ${found} has no rollout to rehearse` : `no Deployment among ${found}`;
  return {
    document,
    complaint: {
      code: "no-deployment",
      message,
      fix: "give a file with a Deployment (apps/v1), a Rollout (argoproj.io) or a Canary (flagger.app)",
    },
  };
}

/** Reports Deployments that are defined twice. */
export function checkNames(deployments: readonly ManifestDocument[], report: Report): void {
  const seen = new Map<string, ManifestDocument>();
  for (const document of deployments) {
    const before = seen.get(document.title);
    if (before === undefined) {
      seen.set(document.title, document);
      continue;
    }
    const lines = `lines ${before.tree.place.line} and ${document.tree.place.line}`;
    report.error(document, ["metadata", "name"], {
      code: "defined-twice",
      message: `${document.title} is defined twice (${lines})`,
      fix: "keep one of the two",
    });
  }
}
