import type { IntOrPercent } from "../../../src/cluster/intOrPercent.ts";
import type { PodPhase } from "../../../src/cluster/podPhase.ts";
import { type DeploymentFields, withDefaults } from "../../../src/rollout/controllers/deployment/defaults.ts";
import { maxUnavailable, minAvailable } from "../../../src/rollout/controllers/deployment/fenceposts.ts";
import { expiredReplicaSets } from "../../../src/rollout/controllers/deployment/history.ts";
import {
  oldPodsRunning,
  scaleDownOldReplicaSetsForRecreate,
} from "../../../src/rollout/controllers/deployment/recreate.ts";
import {
  actualCount,
  findNewReplicaSet,
  findOldReplicaSets,
  replicaCount,
  terminatingCount,
} from "../../../src/rollout/controllers/deployment/replicaSets.ts";
import {
  cleanupUnhealthyReplicas,
  newRSNewReplicas,
  reconcileNewReplicaSet,
  reconcileOldReplicaSets,
  scaleDownOldReplicaSetsForRollingUpdate,
} from "../../../src/rollout/controllers/deployment/rolling.ts";
import { replicaSetFraction, scale } from "../../../src/rollout/controllers/deployment/scale.ts";
import { adapter } from "../../adapter.ts";
import { type GivenReplicaSet, replicaSets, rolling, sized, strategy } from "./given.ts";

type StrategyType = "RollingUpdate" | "Recreate";

interface GivenSizing {
  readonly replicas: number | null;
  readonly strategyType: StrategyType;
  readonly maxSurge: IntOrPercent | null;
  readonly maxUnavailable: IntOrPercent | null;
}

const sizing = ({ replicas, strategyType, maxSurge, maxUnavailable }: GivenSizing) => ({
  replicas: replicas ?? 0,
  strategy: strategy(strategyType, maxSurge, maxUnavailable),
});

interface GivenTemplates {
  readonly deploymentTemplateContainerName: string;
  readonly replicaSets: readonly {
    readonly uid: string;
    readonly creationTimestamp: string | null;
    readonly specReplicas: number;
    readonly templateContainerName: string;
  }[];
}

function findByTemplate({ deploymentTemplateContainerName, replicaSets: given }: GivenTemplates) {
  const built = replicaSets(given.map((one) => ({ name: one.uid, ...one })));
  const templates = new Map(given.map((one) => [one.uid, one.templateContainerName]));
  const newRS = findNewReplicaSet(built, ({ name }) => templates.get(name) === deploymentTemplateContainerName);
  return { built, newRS };
}

/** One old ReplicaSet's size after a step; null: the step does not touch it. */
const after = (scalings: readonly { readonly to: number }[]) => scalings[scalings.length - 1]?.to ?? null;

interface GivenOldStep {
  readonly deploymentReplicas: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly oldReplicas: number;
}

const oldStepSizing = ({ deploymentReplicas, maxSurge, maxUnavailable }: Omit<GivenOldStep, "oldReplicas">) => ({
  replicas: deploymentReplicas,
  strategy: rolling(maxSurge, maxUnavailable),
});

const sizes = [
  adapter<GivenSizing>({
    file: "deployment_max_unavailable",
    run: (input) => ({ maxUnavailable: maxUnavailable(sizing(input)) }),
  }),
  adapter<GivenSizing>({
    file: "deployment_min_available",
    run: (input) => ({ minAvailable: minAvailable(sizing(input)) }),
  }),
  adapter<GivenSizing & { deploymentReplicas: number; newRSReplicas: number; allRSsReplicas: number[] }>({
    file: "deployment_new_rs_new_replicas",
    run(input) {
      const all = input.allRSsReplicas.map((replicas) => ({ replicas }));
      const d = sizing({ ...input, replicas: input.deploymentReplicas });
      return { newRSReplicas: newRSNewReplicas(d, all, { replicas: input.newRSReplicas }) };
    },
  }),
  adapter<{ spec: DeploymentFields }>({
    file: "deployment_api_defaults",
    run: ({ spec }) => ({ spec: withDefaults(spec) }),
  }),
];

const steps = [
  adapter<GivenOldStep & { newReplicas: number }>({
    file: "deployment_reconcile_new_rs",
    run(input) {
      const newRS = sized("new", input.newReplicas);
      const size = reconcileNewReplicaSet(oldStepSizing(input), [sized("old", input.oldReplicas), newRS], newRS);
      const isScaled = size !== input.newReplicas;
      return { scaleExpected: isScaled, expectedNewReplicas: isScaled ? size : null };
    },
  }),
  adapter<GivenOldStep & { newReplicas: number; readyPodsFromOldRS: number; readyPodsFromNewRS: number }>({
    file: "deployment_reconcile_old_rs",
    run(input) {
      const old = sized("old", input.oldReplicas, input.readyPodsFromOldRS);
      const newRS = sized("new", input.newReplicas, input.readyPodsFromNewRS);
      const scalings = reconcileOldReplicaSets(oldStepSizing(input), [old], newRS);
      return { scaleExpected: scalings.length > 0, expectedOldReplicas: after(scalings) };
    },
  }),
  adapter<{ oldReplicas: number; readyPods: number; maxCleanupCount: number }>({
    file: "deployment_cleanup_unhealthy_replicas",
    run({ oldReplicas, readyPods, maxCleanupCount }) {
      const scalings = cleanupUnhealthyReplicas([sized("old", oldReplicas, readyPods)], maxCleanupCount);
      if (scalings === "status is behind") return scalings;
      return { cleanupCountExpected: scalings.reduce((sum, { replicaSet, to }) => sum + replicaSet.replicas - to, 0) };
    },
  }),
  adapter<GivenOldStep & { readyPods: number }>({
    file: "deployment_scale_down_old_rs",
    run(input) {
      const old = sized("old", input.oldReplicas, input.readyPods);
      const scalings = scaleDownOldReplicaSetsForRollingUpdate(oldStepSizing(input), [old], [old]);
      return { scaleExpected: scalings.length > 0, expectedOldReplicas: after(scalings) };
    },
  }),
  adapter<{ oldRSSizes: number[] }>({
    file: "deployment_recreate_scale_down_old",
    run({ oldRSSizes }) {
      const old = oldRSSizes.map((replicas) => ({ replicas }));
      const scalings = scaleDownOldReplicaSetsForRecreate(old);
      return {
        oldRSSizes: old.map((one) => scalings.find(({ replicaSet }) => replicaSet === one)?.to ?? one.replicas),
      };
    },
  }),
  adapter<{
    newRS: (GivenReplicaSet & { uid: string }) | null;
    oldRSs: GivenReplicaSet[];
    podsByRSUid: Record<string, { phase: PodPhase | "" }[]>;
  }>({
    file: "deployment_recreate_old_pods_running",
    run({ newRS, oldRSs, podsByRSUid }) {
      const phases = Object.entries(podsByRSUid)
        .filter(([uid]) => uid !== newRS?.uid)
        .flatMap(([, pods]) => pods.map(({ phase }) => (phase === "" ? "Pending" : phase)));
      return { oldPodsRunning: oldPodsRunning({ oldRSs: replicaSets(oldRSs), phases }) };
    },
  }),
];

interface GivenScale {
  readonly deployment: {
    readonly replicas: number;
    readonly strategyType: StrategyType;
    readonly maxSurge: number;
    readonly maxUnavailable: number;
  };
  readonly newRS: GivenReplicaSet | null;
  readonly oldRSs: readonly GivenReplicaSet[];
  readonly ignoreUpdatesFor: readonly string[];
}

const scaling = [
  adapter<GivenScale>({
    file: "deployment_proportional_scale",
    run({ deployment, newRS: givenNew, oldRSs: givenOld, ignoreUpdatesFor }) {
      const built = replicaSets(givenNew === null ? givenOld : [...givenOld, givenNew]);
      const newRS = built.find(({ name }) => name === givenNew?.name) ?? null;
      const oldRSs = built.filter((one) => one !== newRS);
      const statusReplicas = actualCount(built);
      const scalings = scale({ ...sizing(deployment), statusReplicas }, newRS, oldRSs);
      const size = (one: (typeof built)[number]) => {
        const written = scalings.find(({ replicaSet }) => replicaSet === one)?.to;
        return ignoreUpdatesFor.includes(one.name) ? one.replicas : (written ?? one.replicas);
      };
      return {
        newRSReplicas: newRS === null ? null : size(newRS),
        oldRSReplicas: Object.fromEntries(oldRSs.map((one) => [one.name, size(one)])),
      };
    },
  }),
  adapter<{
    deploymentReplicas: number;
    deploymentStatusReplicas: number;
    deploymentMaxSurge: number;
    deploymentMaxUnavailable: number;
    rsReplicas: number;
    maxReplicasAnnotation: string | null;
  }>({
    file: "deployment_replicaset_fraction",
    run(input) {
      const d = {
        replicas: input.deploymentReplicas,
        strategy: rolling(input.deploymentMaxSurge, input.deploymentMaxUnavailable),
        statusReplicas: input.deploymentStatusReplicas,
      };
      const annotation = input.maxReplicasAnnotation === null ? null : Number(input.maxReplicasAnnotation);
      return {
        expectedFraction: replicaSetFraction(d, { replicas: input.rsReplicas, maxReplicasAnnotation: annotation }),
      };
    },
  }),
];

const finding = [
  adapter<GivenTemplates>({
    file: "deployment_find_new_replicaset",
    run: (input) => ({ newRSUid: findByTemplate(input).newRS?.name ?? null }),
  }),
  adapter<GivenTemplates, { allOldUids: string[]; oldWithPodsUids: string[] }>({
    file: "deployment_find_old_replicasets",
    run(input) {
      const { built, newRS } = findByTemplate(input);
      const { all, withPods } = findOldReplicaSets(built, newRS);
      return {
        allOldUids: all.map(({ name }) => name).sort(),
        oldWithPodsUids: withPods.map(({ name }) => name).sort(),
      };
    },
    expected: ({ allOldUids, oldWithPodsUids }) => ({
      allOldUids: [...allOldUids].sort(),
      oldWithPodsUids: [...oldWithPodsUids].sort(),
    }),
  }),
  adapter<{
    replicaSets: {
      specReplicas: number;
      statusReplicas: number;
      observedGeneration: number;
      terminatingReplicas: number | null;
    }[];
  }>({
    file: "deployment_replica_counts",
    run({ replicaSets: given }) {
      const synced = given.map((one) => ({
        isSynced: one.observedGeneration > 0,
        terminating: one.terminatingReplicas,
      }));
      return {
        specSum: replicaCount(given.map(({ specReplicas }) => ({ replicas: specReplicas }))),
        statusSum: actualCount(given.map(({ statusReplicas }) => ({ status: { replicas: statusReplicas } }))),
        terminating: terminatingCount(synced),
      };
    },
  }),
  adapter<{ revisionHistoryLimit: number; oldRSs: GivenReplicaSet[] }>({
    file: "deployment_revision_history_cleanup_count",
    run: ({ revisionHistoryLimit, oldRSs }) => ({
      deletions: expiredReplicaSets(replicaSets(oldRSs), revisionHistoryLimit).length,
    }),
  }),
  adapter<{ revisionHistoryLimit: number; oldRSs: GivenReplicaSet[] }, { deletedRSs: string[] }>({
    file: "deployment_revision_history_cleanup_order",
    run({ revisionHistoryLimit, oldRSs }) {
      const expired = expiredReplicaSets(replicaSets(oldRSs), revisionHistoryLimit);
      return { deletedRSs: expired.map(({ name }) => name).sort() };
    },
    expected: ({ deletedRSs }) => ({ deletedRSs: [...deletedRSs].sort() }),
  }),
];

export const deployment = [...sizes, ...steps, ...scaling, ...finding];
