import {
  type DeletionCandidate,
  deletedBefore,
  getPodsToDelete,
  rankByNode,
} from "../../../src/cluster/deletionOrder.ts";
import type { PodPhase } from "../../../src/cluster/podPhase.ts";
import { calculateStatus, countTerminatingPods, isPodActive } from "../../../src/cluster/replicaSetStatus.ts";
import { slowStartBatch } from "../../../src/cluster/slowStart.ts";
import { filterActiveReplicaSets } from "../../../src/rollout/controllers/deployment/replicaSets.ts";
import { adapter } from "../../adapter.ts";
import { NOW, seconds, sinceOrNever } from "./times.ts";

interface GivenPod {
  readonly name: string;
  readonly uid?: string;
  readonly nodeName: string;
  readonly phase: PodPhase;
  readonly creationTimestamp: string | null;
  readonly ready: boolean;
  readonly readySince: string | null;
  readonly maxContainerRestarts: number;
  readonly maxSidecarRestarts: number;
  readonly deletionCost: string | null;
  readonly rank?: number;
  readonly deleting?: boolean;
}

function candidate(
  given: GivenPod,
  now: string,
): DeletionCandidate & { readonly name: string; readonly deleting: boolean } {
  const at = sinceOrNever(now);
  return {
    name: given.name,
    uid: given.uid ?? "",
    nodeName: given.nodeName,
    phase: given.phase,
    ready: given.ready,
    readySince: at(given.readySince),
    createdAt: at(given.creationTimestamp),
    restarts: given.maxContainerRestarts,
    sidecarRestarts: given.maxSidecarRestarts,
    deletionCost: Number(given.deletionCost ?? 0),
    deleting: given.deleting ?? false,
  };
}

const choosing = [
  adapter<{
    a: GivenPod;
    b: GivenPod;
    now: string;
    features: { PodDeletionCost: boolean; LogarithmicScaleDown: boolean };
  }>({
    file: "pod_deletion_order_with_ranks",
    run({ a, b, now, features }) {
      const rules = { podDeletionCost: features.PodDeletionCost, logarithmicScaleDown: features.LogarithmicScaleDown };
      const ranked = (given: GivenPod) => ({ pod: candidate(given, now), rank: given.rank ?? 0 });
      const before = (x: GivenPod, y: GivenPod) => deletedBefore(ranked(x), ranked(y), { now: 0, rules });
      return { aLessThanB: before(a, b), bLessThanA: before(b, a) };
    },
  }),
  adapter<{ pods: GivenPod[]; relatedPods?: GivenPod[]; diff: number }>({
    file: "replicaset_get_pods_to_delete",
    run({ pods, relatedPods, diff }) {
      const related = (relatedPods ?? pods).map((given) => candidate(given, NOW)).filter(isPodActive);
      const candidates = pods.map((given) => candidate(given, NOW));
      const rankOf = rankByNode(related);
      return { podsToDelete: getPodsToDelete(candidates, { count: diff, now: 0, rankOf }).map(({ name }) => name) };
    },
  }),
  adapter<{ count: number; initialBatchSize: number; callsThatSucceed: number }>({
    file: "replicaset_slow_start_batch",
    run({ count, initialBatchSize, callsThatSucceed }) {
      const { calls, successes } = slowStartBatch(count, initialBatchSize, (i) =>
        i < callsThatSucceed ? "ok" : "failed",
      );
      return { successes, error: successes < calls, calls };
    },
  }),
];

interface GivenActivePod {
  readonly labels: Record<string, string>;
  readonly ready: boolean;
  readonly readyLastTransitionTime: string | null;
}

const counting = [
  adapter<{
    minReadySeconds: number;
    templateLabels: Record<string, string>;
    activePods: GivenActivePod[];
    terminatingPods: number;
    featureDeploymentReplicaSetTerminatingReplicas: boolean;
    controllerEnablesTerminatingReplicas: boolean | null;
    now: string;
  }>({
    file: "replicaset_calculate_status",
    run(input) {
      const at = sinceOrNever(input.now);
      const active = input.activePods.map(({ labels, ready, readyLastTransitionTime }) => ({
        labels,
        ready,
        readySince: at(readyLastTransitionTime),
      }));
      const spec = { minReady: seconds(input.minReadySeconds), templateLabels: input.templateLabels };
      const { replicas, fullyLabeled, ready, available } = calculateStatus(active, spec, 0);
      const terminating = Array.from({ length: input.terminatingPods }, () => ({
        phase: "Running" as const,
        deleting: true,
      }));
      const isTold =
        input.featureDeploymentReplicaSetTerminatingReplicas && input.controllerEnablesTerminatingReplicas !== false;
      return {
        replicas,
        fullyLabeledReplicas: fullyLabeled,
        readyReplicas: ready,
        availableReplicas: available,
        terminatingReplicas: isTold ? countTerminatingPods(terminating) : null,
      };
    },
  }),
  adapter<{ pods: { phase: PodPhase; deleting: boolean }[] }>({
    file: "pod_terminating_count",
    run: ({ pods }) => ({ terminating: countTerminatingPods(pods) }),
  }),
  adapter<{ pods: { podName: string; podPhase?: PodPhase; deleting?: boolean }[] }>({
    file: "pod_active_filter",
    run({ pods }) {
      const active = pods.filter(({ podPhase, deleting }) =>
        isPodActive({ phase: podPhase ?? "Pending", deleting: deleting ?? false }),
      );
      return { wantPodNames: active.map(({ podName }) => podName) };
    },
  }),
  adapter<{ replicaSets: ({ name: string; specReplicas: number } | null)[] }>({
    file: "replicaset_active_filter",
    run({ replicaSets }) {
      const given = replicaSets.map((one) => (one === null ? null : { name: one.name, replicas: one.specReplicas }));
      return { names: filterActiveReplicaSets(given).map(({ name }) => name) };
    },
  }),
];

export const replicaSet = [...choosing, ...counting];
