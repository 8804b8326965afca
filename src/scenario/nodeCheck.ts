import { selects } from "../cluster/placement/labels.ts";
import { acceptsNode } from "../cluster/placement/nodeAffinity.ts";
import { labelOf } from "../cluster/placement/standardLabels.ts";
import { isUntolerated } from "../cluster/taints.ts";
import type { NodeSpec } from "../cluster/types.ts";
import type { Complaint } from "../quantity/complaint.ts";
import type { Findings } from "./check.ts";
import { podsPerNode } from "./file/nodes.ts";
import type { Scenario } from "./scenario.ts";

/** Whether the pods fit on the nodes, and may run on any of them. */
export function checkNodes(scenario: Scenario, findings: Findings): void {
  sizes(scenario, findings);
  pools(scenario, findings);
  placement(scenario, findings);
}

function complain(code: string, message: string, fix: string): Complaint {
  return { code, message, fix };
}

function sizes({ cluster, service }: Scenario, findings: Findings): void {
  const room = cluster.nodes.map((node) => podsPerNode(node, service));
  const all = room.reduce((sum, fits) => sum + fits, 0);
  if (all === 0) {
    const message = "a pod needs more than a whole node has";
    findings.error(["service", "resources"], complain("pod-too-large", message, "ask for less, or for larger nodes"));
  } else if (all < service.replicas) {
    const message = `${cluster.nodes.length} nodes hold ${all} of the ${service.replicas} pods`;
    findings.error(["cluster", "nodes"], complain("too-few-nodes", message, "add nodes, or leave their number out"));
  }
}

function pools({ cluster }: Scenario, findings: Findings): void {
  const wanted = cluster.autoscaler?.pool;
  if (wanted === undefined || cluster.nodes.some(({ pool }) => pool === wanted)) return;
  const names = [...new Set(cluster.nodes.flatMap(({ pool = [] }) => pool))];
  const fix = names.length === 0 ? "leave pool out" : `give one of ${names.join(", ")}`;
  findings.error(["cluster", "autoscaler", "pool"], complain("unknown-pool", `there is no pool ${wanted}`, fix));
}

/** Pods that no node takes, and rules about pods that are not there. */
function placement({ cluster, service }: Scenario, findings: Findings): void {
  const { placement: written, labels } = service;
  if (!cluster.nodes.some((node) => takes(node, written))) {
    const message = "no node has the labels that the pods ask for without a taint that they do not tolerate";
    findings.warn(
      ["service", written === null ? "tolerations" : "nodeSelector"],
      complain("no-node-takes-it", message, "label the nodes, or tolerate their taints"),
    );
  }
  if (written === null) return;
  const terms = [...written.podAffinity.required, ...written.spread];
  if (terms.every(({ selector }) => selects(selector, labels))) return;
  findings.warn(
    ["service"],
    complain(
      "selects-others",
      "an affinity or a spread constraint selects pods that this service has none of",
      "select labels of the service; pods of others have none here",
    ),
  );
}

function takes(spec: NodeSpec, written: Scenario["service"]["placement"]): boolean {
  if (isUntolerated(spec.taints ?? [], written?.tolerations ?? [])) return false;
  return written === null || acceptsNode(written, { label: (key) => labelOf(spec, key) });
}
