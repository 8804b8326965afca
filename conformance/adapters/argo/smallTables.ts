import { canarySpec, type RolloutManifest, type StepManifest } from "../../../fidelity/manifest.ts";
import { SECOND } from "../../../src/kernel/time.ts";
import { dependable } from "../../../src/rollout/controllers/argo/basicCanary.ts";
import { newStackSize } from "../../../src/rollout/controllers/argo/blueGreen.ts";
import { type Counts, isAvailable, isPartlyAvailable } from "../../../src/rollout/controllers/argo/counts.ts";
import { isBeforeStartingStep } from "../../../src/rollout/controllers/argo/runs.ts";
import { timeLeft } from "../../../src/rollout/controllers/argo/scaling.ts";
import { EMPTY_STATUS } from "../../../src/rollout/controllers/argo/status.ts";
import { canaryReplicasOrWeight } from "../../../src/rollout/controllers/argo/trafficRoutedCanary.ts";
import { firstIndex } from "../../../src/rollout/controllers/argo/update.ts";
import { currentStep } from "../../../src/rollout/controllers/argo/weight.ts";
import { type Adapter, adapter, UNSUPPORTED } from "../../adapter.ts";
import { calls, counts, type GivenSet, present } from "./given.ts";

interface GivenRollout extends Omit<RolloutManifest, "spec"> {
  readonly spec?: Partial<RolloutManifest["spec"]>;
  readonly status: {
    readonly abort?: boolean;
    readonly promoteFull?: boolean;
    readonly currentPodHash?: string;
    readonly stableRS?: string;
    readonly currentStepIndex?: number;
    readonly blueGreen?: { readonly activeSelector?: string; readonly scaleUpPreviewCheckPoint?: boolean };
  };
}

const NONE: Counts = { spec: 0, exists: 0, available: 0 };

const canaryOf = ({ spec }: GivenRollout) => canarySpec(spec?.strategy?.canary ?? {}, () => []);

const beforeStartingStep = adapter<{ readonly rollout: GivenRollout }>({
  file: "utils.replicaset.canary.TestBeforeStartingStep",
  cases: calls,
  run: ({ rollout }) => ({ value: isBeforeStartingStep(canaryOf(rollout), rollout.status.currentStepIndex ?? 0) }),
});

const replicasOrWeight = adapter<{
  readonly rollout: GivenRollout;
  readonly newRS: GivenSet | null;
  readonly stableRS: GivenSet | null;
}>({
  file: "utils.replicaset.canary.TestGetCanaryReplicasOrWeight",
  cases: calls,
  run({ rollout, newRS, stableRS }) {
    const { status, spec } = rollout;
    const { abort = false, promoteFull = false, stableRS: stable = "", currentPodHash = "" } = status;
    const isUpdate = stable !== "" && stable !== currentPodHash;
    const position = { index: status.currentStepIndex ?? 0, aborted: abort, promoteFull, isUpdate };
    const state = { replicas: spec?.replicas ?? 1, canary: counts(newRS), stable: counts(stableRS) };
    return canaryReplicasOrWeight(canaryOf(rollout), position, state);
  },
});

/** Steps are told as they stand in the manifest, by their index. */
const currentCanaryStep = adapter<{ readonly rollout: GivenRollout }>({
  file: "utils.replicaset.canary.TestGetCurrentCanaryStep",
  cases: calls,
  run({ rollout }) {
    const steps: readonly StepManifest[] = rollout.spec?.strategy?.canary?.steps ?? [];
    const spec = canaryOf(rollout);
    const index = rollout.status.currentStepIndex ?? 0;
    if (steps.length === 0) return { step: null, index: null };
    return { step: currentStep(spec, index) === undefined ? null : steps[index], index };
  },
});

const replicasForScaleDown = adapter<{ readonly rs: GivenSet | null; readonly ignoreAvailability: boolean }>({
  file: "utils.replicaset.canary.TestGetReplicasForScaleDown",
  cases: calls,
  run: ({ rs, ignoreAvailability }) => ({ value: dependable(counts(rs) ?? NONE, { ignoreAvailability }) }),
});

interface Remaining {
  readonly remaining: { readonly seconds: number } | null;
  readonly error: unknown;
}

/** The call was made a fraction of a second later than the times in it. */
const timeRemaining = adapter<
  { readonly rs: { readonly annotations?: Readonly<Record<string, unknown>> } | null },
  Remaining
>({
  file: "utils.replicaset.replicaset.TestGetTimeRemainingBeforeScaleDownDeadline",
  cases: calls,
  expected: ({ remaining, error }) => ({ remaining: remaining && Math.floor(remaining.seconds), error }),
  run({ rs }) {
    const written = rs?.annotations?.["scale-down-deadline"];
    if (written === undefined) return { remaining: timeLeft({ scaleDownDeadline: null }, 0), error: null };
    const at = (written as { readonly $t?: number }).$t;
    if (at === undefined) return UNSUPPORTED;
    const left = timeLeft({ scaleDownDeadline: at * SECOND }, 0);
    return { remaining: left === null ? null : left / SECOND, error: null };
  },
});

const available = adapter<{ readonly rs: GivenSet | null }>({
  file: "utils.replicaset.replicaset.TestIsReplicaSetAvailable",
  cases: calls,
  run: ({ rs }) => ({ value: rs?.specReplicas != null && isAvailable(counts(rs) ?? NONE) }),
});

const partlyAvailable = adapter<{ readonly rs: GivenSet | null }>({
  file: "utils.replicaset.replicaset.TestIsReplicaSetPartiallyAvailable",
  cases: calls,
  run: ({ rs }) => ({ value: isPartlyAvailable(counts(rs) ?? NONE) }),
});

const newReplicas = adapter<{ readonly rollout: GivenRollout; readonly allRSs: readonly GivenSet[] | null }>({
  file: /^utils\.replicaset\.replicaset\.TestNewRSNewReplicas/,
  cases: calls,
  run({ rollout, allRSs }) {
    const { spec, status } = rollout;
    const blueGreen = spec?.strategy?.blueGreen;
    if (blueGreen === undefined || present(allRSs).length > 2) return UNSUPPORTED;
    const replicas = newStackSize(
      spec?.replicas ?? 1,
      { previewReplicas: blueGreen.previewReplicaCount ?? null },
      {
        ...EMPTY_STATUS,
        activeHash: status.blueGreen?.activeSelector ?? "",
        currentHash: status.currentPodHash ?? "",
        previewCheckpoint: status.blueGreen?.scaleUpPreviewCheckPoint ?? false,
        promoteFull: status.promoteFull ?? false,
      },
    );
    return { replicas, error: null };
  },
});

const resetIndex = adapter<{ readonly rollout: GivenRollout }>({
  file: "utils.replicaset.replicaset.TestResetCurrentStepIndex",
  cases: calls,
  run: ({ rollout }) => ({ value: firstIndex({ canary: canaryOf(rollout) }) }),
});

/** Upstream's own tests of one small function each. */
export const smallTables: readonly Adapter[] = [
  beforeStartingStep,
  replicasOrWeight,
  currentCanaryStep,
  replicasForScaleDown,
  timeRemaining,
  available,
  partlyAvailable,
  newReplicas,
  resetIndex,
];
