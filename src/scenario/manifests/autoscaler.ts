import { parseCount } from "../../quantity/count.ts";
import { DEFAULTS } from "../defaults.ts";
import { toData } from "../yaml/tree.ts";
import type { Neighbours } from "./companions.ts";
import type { ManifestDocument, Path } from "./fields.ts";

/** What a HorizontalPodAutoscaler means for a rehearsal. */
export interface AutoscalerPart {
  /** Pods it keeps at least. */
  readonly least: number;
  /** `service.autoscaling` in the words of scenario files; null when it follows nothing that a rehearsal has. */
  readonly file: unknown;
}

/** Reads a HorizontalPodAutoscaler (autoscaling/v1 and v2); null when it scales something else. */
export function readAutoscaler(document: ManifestDocument, { chosen, report }: Neighbours): AutoscalerPart | null {
  const target: Path = ["spec", "scaleTargetRef"];
  const mine =
    document.text([...target, "kind"]) === chosen.document.kind &&
    document.text([...target, "name"]) === chosen.document.name &&
    document.namespace === chosen.document.namespace;
  if (!mine) {
    document.ignored([], `it does not scale ${chosen.document.title}`);
    return null;
  }
  document.used(target, `scales ${chosen.document.name}`);
  const least = readLeast(document, report);
  const most = document.value(["spec", "maxReplicas"]);
  const utilization = readUtilization(document);
  if (most === undefined || utilization === null) {
    const why = most === undefined ? "maxReplicas is not written" : "it follows no utilization of the CPU";
    for (const field of ["maxReplicas", "behavior"]) {
      if (document.at(["spec", field]) !== undefined) document.ignored(["spec", field], `not played: ${why}`);
    }
    return { least, file: null };
  }
  document.used(["spec", "maxReplicas"], `at most ${most} pods`);
  const behavior = document.at(["spec", "behavior"]);
  if (behavior !== undefined) document.used(["spec", "behavior"], "how fast it may scale");
  return {
    least,
    file: {
      minReplicas: least,
      maxReplicas: most,
      targetCPUUtilizationPercentage: utilization,
      ...(behavior === undefined ? {} : { behavior: toData(behavior) }),
    },
  };
}

function readLeast(document: ManifestDocument, report: Neighbours["report"]): number {
  const path: Path = ["spec", "minReplicas"];
  if (document.value(path) === undefined) {
    document.assumed(path, "1, the default of Kubernetes");
    return 1;
  }
  const least = Math.max(1, report.read(document, path, parseCount) ?? 1);
  document.used(path, `at least ${least} pods`);
  return least;
}

/** Where autoscaling/v2, v2beta2 and v2beta1 write the wanted utilization of a resource, in percent of its request. */
const UTILIZATION: readonly Path[] = [
  ["resource", "target", "averageUtilization"],
  ["resource", "targetAverageUtilization"],
];

/** The wanted utilization of the CPU as written, the default without any metric, null when only other metrics are followed. */
function readUtilization(document: ManifestDocument): string | number | boolean | null {
  const first: Path = ["spec", "targetCPUUtilizationPercentage"];
  const plain = document.value(first);
  if (plain !== undefined) {
    document.used(first, `follows the CPU: ${plain}% of the requests`);
    return plain;
  }
  const metrics = document.items(["spec", "metrics"]);
  if (metrics.length === 0) {
    const { targetCPUUtilizationPercentage } = DEFAULTS.autoscaling;
    document.assumed(["spec", "metrics"], `the CPU at ${targetCPUUtilizationPercentage}%, the default of Kubernetes`);
    return targetCPUUtilizationPercentage;
  }
  let wanted: string | number | boolean | null = null;
  for (const index of metrics.keys()) {
    const path: Path = ["spec", "metrics", index];
    const value = cpuUtilization(document, path);
    if (value === null || wanted !== null)
      document.ignored(path, "of the metrics, only the CPU's utilization is played");
    else {
      wanted = value;
      document.used(path, `follows the CPU: ${value}% of the requests`);
    }
  }
  return wanted;
}

function cpuUtilization(document: ManifestDocument, metric: Path): string | number | boolean | null {
  if (document.text([...metric, "resource", "name"]) !== "cpu") return null;
  for (const path of UTILIZATION) {
    const value = document.value([...metric, ...path]);
    if (value !== undefined) return value;
  }
  return null;
}
