import { type CanaryManifest, canarySpec, type RolloutManifest } from "../../../fidelity/manifest.ts";
import { approximateWeight } from "../../../src/rollout/controllers/argo/approximateWeight.ts";
import { basicCanarySizes } from "../../../src/rollout/controllers/argo/basicCanary.ts";
import type { Sizes } from "../../../src/rollout/controllers/argo/counts.ts";
import { resolveFenceposts, roundFenceposts } from "../../../src/rollout/controllers/argo/fenceposts.ts";
import type {
  CanarySpec,
  CountOrPercent,
  ReplicaProgressThreshold,
} from "../../../src/rollout/controllers/argo/spec.ts";
import { hasProgressed, isAtSizes } from "../../../src/rollout/controllers/argo/steps.ts";
import { podsForWeight, trafficRoutedCanarySizes } from "../../../src/rollout/controllers/argo/trafficRoutedCanary.ts";
import {
  currentSetWeight,
  desiredCanaryWeight,
  type Position,
  type Weights,
} from "../../../src/rollout/controllers/argo/weight.ts";
import { type Adapter, adapter, UNSUPPORTED } from "../../adapter.ts";
import { calls, counts, type GivenSet, present } from "./given.ts";

interface GivenRollout extends RolloutManifest {
  readonly status: {
    readonly abort?: boolean;
    readonly promoteFull?: boolean;
    readonly currentPodHash?: string;
    readonly stableRS?: string;
    readonly currentStepIndex?: number;
  };
}

interface GivenCanary {
  readonly fn: string;
  readonly rollout?: GivenRollout;
  readonly ro?: GivenRollout;
  readonly newRS?: GivenSet | null;
  readonly stableRS?: GivenSet | null;
  readonly oldRSs?: readonly (GivenSet | null)[] | null;
  readonly olderRSs?: readonly (GivenSet | null)[] | null;
  readonly weights?: {
    readonly canary: { readonly weight?: number };
    readonly stable: { readonly weight?: number };
  } | null;
}

/** A canary as the calculations take it; null: no canary. */
function read(given: GivenCanary) {
  const rollout = given.rollout ?? given.ro;
  const manifest: CanaryManifest | undefined = rollout?.spec.strategy.canary;
  if (rollout === undefined || manifest === undefined) return null;
  const spec = canarySpec(manifest, () => []);
  const { status } = rollout;
  const isOther = given.stableRS != null && given.newRS?.name !== given.stableRS.name;
  const isUpdate = spec.trafficRouting === null ? isOther : status.currentPodHash !== status.stableRS;
  const position: Position = {
    index: status.currentStepIndex ?? 0,
    aborted: status.abort ?? false,
    promoteFull: status.promoteFull ?? false,
    isUpdate,
  };
  const weights: Weights | null = given.weights
    ? { canary: given.weights.canary.weight ?? 0, stable: given.weights.stable.weight ?? 0 }
    : null;
  const replicas = rollout.spec.replicas ?? 1;
  const others = present(given.oldRSs ?? given.olderRSs);
  const stable = isOther ? counts(given.stableRS) : null;
  return { spec, position, replicas, weights, others, canary: counts(given.newRS), stable };
}

function sizesOf(state: NonNullable<ReturnType<typeof read>>): Sizes {
  const { spec, position, replicas } = state;
  if (spec.trafficRouting !== null) return trafficRoutedCanarySizes(spec, position, state);
  const weight = position.promoteFull ? 100 : currentSetWeight(spec, position);
  return basicCanarySizes({ ...state, weight, fenceposts: resolveFenceposts(replicas, spec) });
}

const canaryTables = adapter<GivenCanary>({
  file: /^utils\.replicaset\.canary\.Test(CalculateReplicaCounts|AtDesired|GetCurrentSetWeight|GetDesiredCanaryWeight)/,
  cases: calls,
  run(given) {
    const state = read(given);
    if (state === null) return UNSUPPORTED;
    const { spec, position, canary, stable, others } = state;
    if (given.fn === "GetCurrentSetWeight") return { value: currentSetWeight(spec, position) };
    if (given.fn === "GetDesiredCanaryWeight") return { value: desiredCanaryWeight(spec, position, state) };
    const sizes = sizesOf(state);
    if (given.fn !== "AtDesiredReplicaCountsForCanary") {
      return { canaryReplicas: sizes.canary, stableReplicas: stable === null && isBasic(spec) ? 0 : sizes.stable };
    }
    if (canary === null || stable === null) return { value: false };
    return { value: isAtSizes(spec, sizes, { canary, stable, others }) };
  },
});

const isBasic = (spec: CanarySpec) => spec.trafficRouting === null;

const approximations = adapter<{ specReplicas: number; desiredWeight: number; maxWeight: number; maxSurge: number }>({
  file: "utils.replicaset.canary.TestApproximateWeightedNewStableReplicaCounts",
  cases: calls,
  run({ specReplicas, desiredWeight: weight, maxWeight, maxSurge: surge }) {
    const { canary, stable } = approximateWeight(specReplicas, { weight, maxWeight, surge });
    return { canaryReplicas: canary, stableReplicas: stable };
  },
});

const weightToPods = adapter<{ readonly replicas: number; readonly weight: number; readonly maxWeight: number }>({
  file: "utils.replicaset.canary.TestTrafficWeightToReplicas",
  cases: calls,
  run: ({ replicas, weight, maxWeight }) => ({ value: podsForWeight(replicas, weight, maxWeight) }),
});

const thresholds = adapter<{
  readonly threshold: ReplicaProgressThreshold | null;
  readonly rs: GivenSet;
  readonly desired: number;
}>({
  file: "utils.replicaset.canary.TestAllReplicaProgressThresholdMet",
  cases: calls,
  run: ({ threshold, rs, desired }) => ({
    value: hasProgressed(threshold, counts(rs) ?? { spec: 0, exists: 0, available: 0 }, desired),
  }),
});

const fenceposts = adapter<{
  readonly maxSurge: CountOrPercent | null;
  readonly maxUnavailable: CountOrPercent | null;
  readonly desired: number;
}>({
  file: "utils.replicaset.replicaset.TestResolveFenceposts",
  cases: calls,
  run(given) {
    const isReadable = (limit: CountOrPercent) => typeof limit === "number" || /^\d+%?$/.test(limit);
    const { maxSurge, maxUnavailable } = { maxSurge: given.maxSurge ?? 0, maxUnavailable: given.maxUnavailable ?? 0 };
    if (!isReadable(maxSurge) || !isReadable(maxUnavailable)) return UNSUPPORTED;
    return { ...roundFenceposts(given.desired, { maxSurge, maxUnavailable }), error: null };
  },
});

const limits = adapter<GivenCanary>({
  file: /^utils\.replicaset\.replicaset\.TestMax(Surge|Unavailable)$/,
  cases: calls,
  run(given) {
    const state = read(given);
    if (state === null) return UNSUPPORTED;
    const { surge, unavailable } = resolveFenceposts(state.replicas, state.spec);
    return { value: given.fn === "MaxSurge" ? surge : unavailable };
  },
});

/** Upstream's own tests, a call each. */
export const tables: readonly Adapter[] = [canaryTables, approximations, weightToPods, thresholds, fenceposts, limits];
