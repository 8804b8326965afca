import type { IntOrPercent } from "../../../src/cluster/intOrPercent.ts";
import { byKind } from "../../../src/delivery/helm/kindOrder.ts";
import { daemonSetReady, deploymentReady, statefulSetReady } from "../../../src/delivery/helm/ready.ts";
import { adapter } from "../../adapter.ts";
import { rows } from "./tables.ts";

interface GivenReady {
  readonly object: string;
  readonly new_replicaset?: {
    readonly replicas: number;
    readonly readyReplicas: number;
    readonly generationInSync: boolean;
  } | null;
  readonly deployment?: {
    readonly replicas: number;
    readonly maxSurge: IntOrPercent;
    readonly maxUnavailable: IntOrPercent;
    readonly generationInSync: boolean;
    readonly paused?: boolean;
  };
  readonly statefulset?: {
    readonly replicas: number;
    readonly partition: number;
    readonly readyReplicas: number;
    readonly updatedReplicas: number;
    readonly generationInSync: boolean;
    readonly revisionsMatch: boolean;
    readonly updateStrategy?: string;
  };
  readonly daemonset?: {
    readonly maxUnavailable: IntOrPercent;
    readonly numberReady: number;
    readonly desiredNumberScheduled: number;
    readonly updatedNumberScheduled: number;
    readonly generationInSync: boolean;
    readonly updateStrategy?: string;
  };
}

const generations = (inSync: boolean) => ({ generation: inSync ? 1 : 2, observedGeneration: 1 });

function ready({ deployment, new_replicaset, statefulset, daemonset }: GivenReady): boolean {
  if (deployment !== undefined) {
    const { replicas, maxSurge, maxUnavailable, paused = false } = deployment;
    return deploymentReady(
      {
        ...generations(deployment.generationInSync),
        replicas,
        paused,
        strategy: { type: "RollingUpdate", maxSurge, maxUnavailable },
      },
      new_replicaset ? { ...generations(new_replicaset.generationInSync), ready: new_replicaset.readyReplicas } : null,
    );
  }
  if (statefulset !== undefined) {
    return statefulSetReady({
      ...generations(statefulset.generationInSync),
      isRollingUpdate: (statefulset.updateStrategy ?? "RollingUpdate") === "RollingUpdate",
      replicas: statefulset.replicas,
      partition: statefulset.partition,
      updated: statefulset.updatedReplicas,
      ready: statefulset.readyReplicas,
      currentRevision: "a",
      updateRevision: statefulset.revisionsMatch ? "a" : "b",
    });
  }
  if (daemonset === undefined) throw new Error("neither a Deployment nor a StatefulSet nor a DaemonSet");
  return daemonSetReady({
    ...generations(daemonset.generationInSync),
    isRollingUpdate: (daemonset.updateStrategy ?? "RollingUpdate") === "RollingUpdate",
    maxUnavailable: daemonset.maxUnavailable,
    desired: daemonset.desiredNumberScheduled,
    updated: daemonset.updatedNumberScheduled,
    ready: daemonset.numberReady,
  });
}

interface GivenManifests {
  readonly order: "install" | "uninstall";
  readonly manifests: readonly (readonly [name: string, kind: string])[];
  /** Which of the two the row asks for. */
  readonly asks: "names" | "kinds";
}

export const helm = [
  adapter<GivenReady>({
    file: "helm_ready",
    cases: rows(({ ready }: { readonly id: string; readonly ready: unknown }) => ready),
    run: ready,
  }),
  adapter<GivenManifests>({
    file: "helm_kind_order",
    cases: (content: { readonly cases: readonly (GivenManifests & SortedManifests)[] }) =>
      content.cases.map((row) => ({
        id: row.id,
        input: { ...row, asks: row.sorted_names === undefined ? "kinds" : "names" },
        expected: row.sorted_names ?? row.sorted_kinds,
      })),
    run({ order, manifests, asks }) {
      const sorted = byKind(
        manifests.map(([name, kind]) => ({ name, kind })),
        order,
      );
      return sorted.map(({ name, kind }) => (asks === "names" ? name : kind));
    },
  }),
];

interface SortedManifests {
  readonly id: string;
  readonly sorted_names?: readonly string[];
  readonly sorted_kinds?: readonly string[];
}
