import { MINUTE, type Micros } from "../../kernel/time.ts";
import { readArgoCd } from "./argocd.ts";
import type { ManifestDocument } from "./fields.ts";
import { isWorkflow, readWorkflow } from "./githubActions/workflow.ts";

/** `delivery` in the words of scenario files: what a workflow and an Application say of the way to the cluster; null: neither is there. */
export function readDelivery(documents: readonly ManifestDocument[]): unknown {
  const argocd = readArgoCd(documents);
  const workflow = workflowAmong(documents);
  if (workflow === null) return argocd;
  const { helm, ...rest } = workflow;
  // Where Argo CD is, it writes to the cluster, and renders charts by itself.
  return argocd === null ? { ...rest, helm } : { ...rest, ...(argocd as object) };
}

function workflowAmong(documents: readonly ManifestDocument[]) {
  const [first, ...others] = documents.filter(isWorkflow);
  for (const other of others) other.ignored([], "one workflow delivers a release; this time the first one");
  return first === undefined ? null : readWorkflow(first);
}

/** A document that says how a release is delivered, without saying what: it can be rehearsed with the usual service. */
export function isDelivery(document: ManifestDocument): boolean {
  return isWorkflow(document) || (document.kind === "Application" && document.apiVersion.startsWith("argoproj.io/"));
}

/** [D] What a job takes with its runner, a poll or a sync by hand with the sync after it, more often than not. */
const JOB = 2 * MINUTE;
const SYNC = 8 * MINUTE;

interface Written {
  readonly workflow?: { readonly jobs: readonly { readonly matrix: number; readonly maxParallel: number | null }[] };
  readonly argocd?: unknown;
}

/** Roughly how long a change takes to the cluster and a revert back again, µs: its jobs one after the other. */
export function spanOfDelivery(delivery: unknown): Micros {
  const { workflow, argocd } = (delivery ?? {}) as Written;
  const jobs = (workflow?.jobs ?? []).map(
    ({ matrix, maxParallel }) => JOB * Math.ceil(matrix / (maxParallel ?? matrix)),
  );
  return jobs.reduce((sum, span) => sum + span, argocd === undefined ? 0 : SYNC);
}
