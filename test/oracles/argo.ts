import { fromSeconds, MINUTE, type Micros, SECOND } from "../../src/kernel/time.ts";
import type { PodRecord } from "../../src/record/run.ts";
import { metric } from "../../src/rollout/controllers/argo/analysis/metric.ts";
import { type ArgoRollout, createArgoRollout } from "../../src/rollout/controllers/argo/argoRollout.ts";
import type { ArgoSpec, BlueGreenSpec, CanarySpec } from "../../src/rollout/controllers/argo/spec.ts";
import { countOver, exactly, lifeOf, type Stage, stage, templateOf } from "../cluster/stage.ts";
import type { OracleAdapter } from "./adapter.ts";
import { byName, hasParameters, numberIn } from "./parameters.ts";

const name = "cluster and Argo Rollouts";
const HORIZON: Micros = 600 * MINUTE;

interface Played extends Stage {
  readonly rollout: ArgoRollout;
  readonly pods: readonly PodRecord[];
  /** From each time on (s): the canary's share of the traffic. */
  readonly shares: readonly { readonly at: number; readonly share: number }[];
}

/** Applies a new version at time 0 on a cluster in which nothing but a pod's start takes time. */
function play(
  spec: Pick<ArgoSpec, "strategy">,
  { replicas, readyAfter }: { readonly replicas: number; readonly readyAfter: number },
  meanwhile: (set: Stage & { readonly rollout: ArgoRollout }) => void = () => {},
): Played {
  const set = stage();
  const { kernel, cluster } = set;
  const old = templateOf(0);
  cluster.populate(old, replicas, 0);
  const shares: { at: number; share: number }[] = [{ at: 0, share: 0 }];
  const service = cluster.createService("users", null);
  cluster.setCarrying([service.backend]);
  const rollout = createArgoRollout(
    {
      kernel,
      cluster,
      watchLatency: 0,
      replicas,
      service,
      templates: { old },
      setRoute(route) {
        const total = route.reduce((sum, { weight }) => sum + weight, 0);
        const canary = route.find(({ backend }) => backend !== service.backend)?.weight ?? 0;
        shares.push({ at: kernel.now / SECOND, share: canary / total });
      },
    },
    {
      ...spec,
      minReady: 0,
      progressDeadline: HORIZON,
      progressDeadlineAbort: false,
      rollbackWindow: null,
      revisionHistoryLimit: 10,
    },
  );
  rollout.apply(templateOf(1, { behaviour: { boot: exactly(readyAfter), neverReady: false, crashAfter: null } }));
  meanwhile({ ...set, rollout });
  kernel.run(HORIZON);
  return { ...set, rollout, shares, pods: cluster.podRecords(HORIZON) };
}

/** Pod-seconds beyond `replicas` in [0, until), s. */
function extraPodSeconds(pods: readonly PodRecord[], replicas: number, until: number): number {
  const end = until * SECOND;
  const lives = pods.map((pod) => lifeOf(pod, end)).filter(({ start }) => start < end);
  return lives.reduce((sum, life) => sum + (Math.min(life.end, end) - life.start) / SECOND, -replicas * until);
}

const DELAYS = { scaleDownDelay: null, abortScaleDownDelay: null, scaleDownDelayRevisionLimit: null };

const BLUE_GREEN: BlueGreenSpec = {
  ...DELAYS,
  previewService: true,
  autoPromotionEnabled: true,
  autoPromotion: 0,
  previewReplicas: null,
  prePromotionAnalysis: null,
  postPromotionAnalysis: null,
};

const blueGreen: OracleAdapter = {
  name,
  family: /^R-BG-\d+$/,
  run(oracle) {
    if (!hasParameters(oracle, ["prePromotionAnalysis_s", "scaleDownDelaySeconds"])) return undefined;
    const replicas = numberIn(oracle, "replicas");
    const span = fromSeconds(numberIn(oracle, "prePromotionAnalysis_s"));
    const measured = metric({
      name: "analysis",
      interval: span,
      count: 2,
      measure: () => ({ verdict: "Successful", value: "" }),
    });
    const { kernel, pods } = play(
      {
        strategy: {
          blueGreen: {
            ...BLUE_GREEN,
            prePromotionAnalysis: { metrics: [measured] },
            scaleDownDelay: fromSeconds(numberIn(oracle, "scaleDownDelaySeconds")),
          },
        },
      },
      { replicas, readyAfter: numberIn(oracle, "pod_ready_after_s") },
    );
    const switched = kernel.log.entries.find(({ kind, subject }) => kind === "serviceSwitched" && subject === "users");
    const lives = pods.map((pod) => lifeOf(pod, HORIZON));
    const oldGone = Math.min(...lives.filter((_, pod) => pods[pod]?.version === 0).map(({ end }) => end)) / SECOND;
    const extra = extraPodSeconds(pods, replicas, oldGone);
    return {
      time_to_switch_s: (switched?.at ?? Number.NaN) / SECOND,
      extra_pod_seconds: extra,
      peak_pods: Math.max(...countOver(lives).map(({ count }) => count)),
      old_version_available_for_instant_rollback_until_s: oldGone,
      zero_ready_seconds: secondsWithout(
        pods.flatMap(({ routed }) => routed),
        oldGone,
      ),
      overhead_relative_to_steady_during_window: extra / (replicas * oldGone),
    };
  },
};

/** How long no span holds in [0, until), s. */
function secondsWithout(spans: Parameters<typeof countOver>[0], until: number): number {
  const steps = countOver(spans);
  return steps.reduce((sum, { at, count }, index) => {
    const next = Math.min(steps[index + 1]?.at ?? until * SECOND, until * SECOND);
    return count === 0 && at < next ? sum + (next - at) / SECOND : sum;
  }, 0);
}

const CANARY: Omit<CanarySpec, "steps"> = {
  ...DELAYS,
  maxSurge: "25",
  maxUnavailable: "25",
  trafficRouting: { maxTrafficWeight: 100 },
  services: true,
  dynamicStableScale: false,
  minPodsPerReplicaSet: 0,
  replicaProgressThreshold: null,
  analysis: null,
};

const canary: OracleAdapter = {
  name,
  family: /^R-CANARY-\d+$/,
  run(oracle) {
    if (!hasParameters(oracle, ["steps", "canary_pods", "abort_at_s"])) return undefined;
    const replicas = numberIn(oracle, "replicas");
    const rate = numberIn(oracle, "arrival_rate_rps");
    const given = oracle.params.steps as readonly (readonly [number, number])[];
    const steps = given.flatMap(([weight, seconds]) => [{ setWeight: weight }, { pause: fromSeconds(seconds) }]);
    const strategy = { canary: { ...CANARY, steps } };
    const length = given.reduce((sum, [, seconds]) => sum + seconds, 0);
    const full = play({ strategy }, { replicas, readyAfter: 0 });
    const abortAt = numberIn(oracle, "abort_at_s");
    const aborted = play({ strategy }, { replicas, readyAfter: 0 }, ({ kernel, rollout }) => {
      kernel.schedule(fromSeconds(abortAt), 0, () => rollout.abort());
    });
    return {
      canary_requests_full_run: { closedForm: rate * integral(full.shares, length) },
      ...byName(oracle, /^canary_requests_if_aborted_at_([\d.]+)s$/, () => ({
        closedForm: rate * integral(aborted.shares, length),
      })),
      peak_exposure_if_aborted: Math.max(...aborted.shares.map(({ share }) => share)),
      extra_pod_seconds_full_run: extraPodSeconds(full.pods, replicas, length),
    };
  },
};

/** Of a share that holds until it is changed, over [0, until), s. */
function integral(shares: Played["shares"], until: number): number {
  return shares.reduce((sum, { at, share }, index) => {
    const next = Math.min(shares[index + 1]?.at ?? until, until);
    return at < next ? sum + share * (next - at) : sum;
  }, 0);
}

export const adapters: readonly OracleAdapter[] = [blueGreen, canary];
