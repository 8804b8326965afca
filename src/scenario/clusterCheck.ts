import type { Complaint } from "../quantity/complaint.ts";
import { nearest } from "../quantity/nearest.ts";
import { type Wave, type WaveFault, waveFaults } from "../rollout/strategies/wavePlan.ts";
import type { Findings } from "./check.ts";
import { podsPerNode } from "./file/nodes.ts";
import type { Scenario } from "./scenario.ts";

/** Every cluster has room for its pods, what delivers to them can deliver to several, and waves reach all of them once. */
export function checkClusters(scenario: Scenario, findings: Findings): void {
  room(scenario, findings);
  delivery(scenario, findings);
  faults(scenario, findings);
  waves(scenario, findings);
}

function room({ clusters, service }: Scenario, findings: Findings): void {
  clusters.forEach(({ name, replicas, cluster: { nodes } }, index) => {
    const places = nodes.reduce((sum, node) => sum + podsPerNode(node, service), 0);
    if (places >= replicas || places === 0) return;
    findings.error(["clusters", index, "nodes"], {
      code: "too-few-nodes",
      message: `${nodes.length} nodes of ${name} hold ${places} of its ${replicas} pods`,
      fix: "add nodes, or leave their number out",
    });
  });
}

function delivery({ clusters, delivery: given }: Scenario, findings: Findings): void {
  if (clusters.length === 0 || given === null) return;
  const { deploys, rollback } = given;
  if (deploys.by !== "kubectl") {
    findings.error(["delivery", deploys.by], {
      code: "one-cluster-only",
      message: `delivery by ${deploys.by} goes to one cluster, and there are ${clusters.length}`,
      fix: "leave it out; an ApplicationSet is the strategy wavesByApplicationSet",
    });
  } else if (rollback !== "undo") {
    findings.error(["delivery", "rollback"], {
      code: "one-cluster-only",
      message: `a revert takes the new version back everywhere, and there are ${clusters.length} clusters`,
      fix: "set rollback to undo",
    });
  }
}

/** Faults that name a cluster name one that there is. */
function faults({ clusters, faults: uses }: Scenario, findings: Findings): void {
  uses.forEach(({ kind, parameters: { cluster } }, index) => {
    if (typeof cluster !== "string") return;
    const names = clusters.map(({ name }) => name);
    if (!names.includes(cluster)) findings.error(["faults", index, kind, "cluster"], unknown(cluster, names));
  });
}

function waves({ name, clusters, strategies }: Scenario, findings: Findings): void {
  const names = clusters.length === 0 ? [name] : clusters.map((cluster) => cluster.name);
  strategies.forEach((use, index) => {
    const { order } = use.parameters;
    if (use.name !== "waves" || !Array.isArray(order)) return;
    const path = ["strategies", index, use.name, "order"];
    for (const fault of waveFaults(order as readonly Wave[], names)) {
      findings.error("wave" in fault ? [...path, fault.wave] : path, inWords(fault, names));
    }
  });
}

function inWords(fault: WaveFault, names: readonly string[]): Complaint {
  switch (fault.kind) {
    case "unknown":
      return unknown(fault.name, names);
    case "repeated":
      return {
        code: "duplicate-name",
        message: `${fault.name} stands in the waves twice`,
        fix: "keep one of the two",
      };
    case "unreached":
      return {
        code: "wave-misses-clusters",
        message: `no wave gets to ${fault.names.join(", ")}`,
        fix: "name them, or end with 100%",
      };
  }
}

function unknown(name: string, names: readonly string[]): Complaint {
  const near = nearest(name, names);
  return {
    code: "unknown-cluster",
    message: `there is no cluster ${name}`,
    fix: near === null ? `there are ${names.join(", ") || "none with a name"}` : `did you mean ${near}?`,
  };
}
