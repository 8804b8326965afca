import { canarySpec, type StepManifest } from "../../../fidelity/manifest.ts";
import { approximateWeight } from "../../../src/rollout/controllers/argo/approximateWeight.ts";
import { type BasicCanary, basicCanarySizes } from "../../../src/rollout/controllers/argo/basicCanary.ts";
import type { Counts } from "../../../src/rollout/controllers/argo/counts.ts";
import { DEFAULT_FENCEPOST, resolveFenceposts } from "../../../src/rollout/controllers/argo/fenceposts.ts";
import type { CountOrPercent, ReplicaProgressThreshold } from "../../../src/rollout/controllers/argo/spec.ts";
import { hasProgressed, isAtSizes } from "../../../src/rollout/controllers/argo/steps.ts";
import { trafficRoutedCanarySizes } from "../../../src/rollout/controllers/argo/trafficRoutedCanary.ts";
import { currentSetWeight, desiredCanaryWeight, type Weights } from "../../../src/rollout/controllers/argo/weight.ts";
import { type Adapter, adapter, type Case } from "../../adapter.ts";

interface GivenCounts {
  readonly spec: number;
  readonly statusReplicas: number;
  readonly available: number;
}

const counts = ({ spec, statusReplicas, available }: GivenCounts): Counts => ({
  spec,
  exists: statusReplicas,
  available,
});

/** A table of rows, whose last `outputs` columns are the answer. */
function rows(outputs: number) {
  return (content: { readonly rows: readonly (readonly unknown[])[] }): readonly Case[] =>
    content.rows.map((row, index) => ({
      id: `row ${index + 1}`,
      input: row.slice(0, -outputs),
      expected: row.slice(-outputs),
    }));
}

/** Cases that carry their answer in `out`, or in another field. */
function casesWith(answer: "out" | "rounds") {
  return (content: {
    readonly cases: readonly (Readonly<Record<string, unknown>> & { readonly id: number })[];
  }): readonly Case[] => content.cases.map((one) => ({ id: String(one.id), input: one, expected: one[answer] }));
}

const approximateWeighted = adapter<readonly [number, number, number, number]>({
  file: "approximateWeighted",
  cases: rows(2),
  run([replicas, weight, maxWeight, surge]) {
    const { canary, stable } = approximateWeight(replicas, { weight, maxWeight, surge });
    return [canary, stable];
  },
});

const maxSurgeMaxUnavailable = adapter<readonly [number, CountOrPercent | null, CountOrPercent | null]>({
  file: "maxSurgeMaxUnavailable",
  cases: rows(2),
  run([replicas, maxSurge, maxUnavailable]) {
    const limits = { maxSurge: maxSurge ?? DEFAULT_FENCEPOST, maxUnavailable: maxUnavailable ?? DEFAULT_FENCEPOST };
    const { surge, unavailable } = resolveFenceposts(replicas, limits);
    return [surge, unavailable];
  },
});

const replicaProgressThreshold = adapter<readonly [ReplicaProgressThreshold | null, number, number, number]>({
  file: "replicaProgressThreshold",
  cases: rows(1),
  run: ([threshold, desired, spec, available]) => [
    hasProgressed(threshold, { spec, exists: spec, available }, desired),
  ],
});

interface GivenBasic {
  readonly replicas: number;
  readonly setWeight: number;
  readonly stepsDone: boolean;
  readonly abort: boolean;
  readonly promoteFull: boolean;
  readonly maxSurge: CountOrPercent | null;
  readonly maxUnavailable: CountOrPercent | null;
  readonly canary: GivenCounts;
  readonly stable: GivenCounts;
  readonly older: GivenCounts | null;
}

const limitsOf = ({ maxSurge, maxUnavailable }: Pick<GivenBasic, "maxSurge" | "maxUnavailable">) => ({
  maxSurge: maxSurge ?? DEFAULT_FENCEPOST,
  maxUnavailable: maxUnavailable ?? DEFAULT_FENCEPOST,
});

const basicCanary = adapter<GivenBasic>({
  file: "basicCanary",
  cases: casesWith("out"),
  run(given) {
    const steps = [{ setWeight: given.setWeight }];
    const spec = canarySpec({ steps, ...limitsOf(given) }, () => []);
    const weight = currentSetWeight(spec, { index: given.stepsDone ? 1 : 0, aborted: given.abort });
    const fenceposts = resolveFenceposts(given.replicas, spec);
    const state = {
      replicas: given.replicas,
      weight: given.promoteFull ? 100 : weight,
      fenceposts,
      canary: counts(given.canary),
      stable: counts(given.stable),
      others: given.older === null ? [] : [counts(given.older)],
    } satisfies BasicCanary;
    const sizes = basicCanarySizes(state);
    return {
      ...sizes,
      atDesired: isAtSizes(spec, sizes, state),
      resolvedMaxSurge: fenceposts.surge,
      resolvedMaxUnavailable: fenceposts.unavailable,
    };
  },
});

interface GivenConvergence {
  readonly replicas: number;
  readonly maxSurge: CountOrPercent;
  readonly maxUnavailable: CountOrPercent;
  readonly rounds: readonly { readonly setWeight: number }[];
}

/** From all pods stable through the weights, every pod available at once, stable scaled in a sync before the canary. */
const basicCanaryConvergence = adapter<GivenConvergence>({
  file: "basicCanaryConvergence",
  cases: casesWith("rounds"),
  run({ replicas, rounds, ...limits }) {
    const fenceposts = resolveFenceposts(replicas, limits);
    const whole = (n: number): Counts => ({ spec: n, exists: n, available: n });
    let now = { canary: 0, stable: replicas };
    return rounds.map(({ setWeight }) => {
      const scalings: [number, number][] = [];
      for (let sync = 0; sync < 4 * replicas + 10; sync++) {
        const state = {
          replicas,
          weight: setWeight,
          fenceposts,
          canary: whole(now.canary),
          stable: whole(now.stable),
          others: [],
        };
        const next = basicCanarySizes(state);
        if (next.stable !== now.stable) now = { ...now, stable: next.stable };
        else if (next.canary !== now.canary) now = { ...now, canary: next.canary };
        else break;
        scalings.push([now.canary, now.stable]);
      }
      return { canaryStable: scalings.length === 0 ? null : scalings, setWeight };
    });
  },
});

interface GivenRouted {
  readonly replicas: number;
  readonly steps: readonly StepManifest[];
  readonly currentStepIndex: number;
  readonly abort: boolean;
  readonly promoteFull: boolean;
  readonly maxTrafficWeight?: number;
  readonly dynamicStableScale?: boolean;
  readonly minPodsPerReplicaSet?: number;
  readonly abortScaleDownDelaySeconds?: number;
  readonly weights?: Weights;
  readonly canary: GivenCounts;
  readonly stable: GivenCounts;
}

const trafficRoutedCanary = adapter<GivenRouted>({
  file: "trafficRoutedCanary",
  cases: casesWith("out"),
  run(given) {
    const { maxTrafficWeight = 100, ...manifest } = given;
    const spec = canarySpec({ ...manifest, trafficRouting: { maxTrafficWeight } }, () => []);
    const { currentStepIndex: index, abort: aborted, promoteFull, weights = null, replicas } = given;
    const position = { index, aborted, promoteFull, isUpdate: true };
    const state = { replicas, canary: counts(given.canary), stable: counts(given.stable), weights };
    const sizes = trafficRoutedCanarySizes(spec, position, state);
    return {
      ...sizes,
      atDesired: isAtSizes(spec, sizes, { ...state, others: [] }),
      currentSetWeight: currentSetWeight(spec, position),
      desiredCanaryWeight: desiredCanaryWeight(spec, position, state),
    };
  },
});

/** Real functions on random inputs. */
export const generated: readonly Adapter[] = [
  approximateWeighted,
  maxSurgeMaxUnavailable,
  replicaProgressThreshold,
  basicCanary,
  basicCanaryConvergence,
  trafficRoutedCanary,
];
