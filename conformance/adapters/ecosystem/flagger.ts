import { deploymentStrategy } from "../../../src/rollout/controllers/flagger/deploymentStrategy.ts";
import type { FlaggerHands, FlaggerRoutes, Gate } from "../../../src/rollout/controllers/flagger/hands.ts";
import { metricPasses } from "../../../src/rollout/controllers/flagger/metricCheck.ts";
import { deploymentReadiness, type Readiness } from "../../../src/rollout/controllers/flagger/readiness.ts";
import { type FlaggerSpec, NO_ANALYSIS } from "../../../src/rollout/controllers/flagger/spec.ts";
import { type FlaggerPhase, type FlaggerStatus, initialized } from "../../../src/rollout/controllers/flagger/status.ts";
import { tick } from "../../../src/rollout/controllers/flagger/tick.ts";
import { adapter } from "../../adapter.ts";
import { rows, SECOND } from "./tables.ts";

interface GivenConfig {
  readonly step_weight?: number;
  readonly max_weight?: number;
  readonly step_weights?: readonly number[];
  readonly step_weight_promotion?: number;
  readonly iterations?: number;
  readonly ab?: boolean;
  readonly mirror?: boolean;
  readonly threshold?: number;
  readonly provider?: string;
  readonly skip_analysis?: boolean;
}

function specOf(given: GivenConfig): FlaggerSpec {
  return {
    provider: given.provider ?? "istio",
    skipAnalysis: given.skip_analysis ?? false,
    suspend: false,
    progressDeadline: 600 * SECOND,
    analysis: {
      ...NO_ANALYSIS,
      threshold: given.threshold ?? 1,
      stepWeight: given.step_weight ?? 0,
      maxWeight: given.max_weight ?? 0,
      stepWeights: given.step_weights ?? [],
      stepWeightPromotion: given.step_weight_promotion ?? 0,
      iterations: given.iterations ?? 0,
      hasMatch: given.ab ?? false,
      mirror: given.mirror ?? false,
    },
  };
}

interface GivenTick {
  readonly revision?: string;
  readonly primary?: "wait" | "failed";
  readonly canary?: "wait" | "failed";
  readonly analysis?: boolean;
  readonly confirm_rollout?: boolean;
  readonly pre_rollout?: boolean;
  readonly confirm_traffic_increase?: boolean;
  readonly confirm_promotion?: boolean;
  readonly rollback_hook?: boolean;
}

const READINESS = { wait: "waiting", failed: "failed" } as const;

/** A cluster, a router and webhooks that answer what a tick of the table says, and write down what was done to them. */
class GivenHands implements FlaggerHands {
  targetHash: string;
  routes: FlaggerRoutes;
  primaryHash = "v1";
  canaryUp: boolean;
  now: GivenTick = {};
  did: string[] = [];

  constructor(start: { readonly target: string; readonly routes: FlaggerRoutes; readonly scaled: boolean }) {
    this.targetHash = start.target;
    this.routes = start.routes;
    this.canaryUp = start.scaled;
  }

  readiness(of: "primary" | "canary"): Readiness {
    const told = this.now[of];
    return told === undefined ? "ready" : READINESS[told];
  }

  passes(gate: Gate): boolean {
    const { now } = this;
    this.did.push(gate === "rollback" ? "rollback-check" : gate);
    if (gate === "rollback") return now.rollback_hook ?? false;
    const told = {
      "confirm-rollout": now.confirm_rollout,
      "pre-rollout": now.pre_rollout,
      "confirm-traffic-increase": now.confirm_traffic_increase,
      "confirm-promotion": now.confirm_promotion,
      "post-rollout": true,
    };
    return told[gate] ?? true;
  }

  analyse(): boolean {
    this.did.push("analysis");
    return this.now.analysis ?? true;
  }

  setRoutes(routes: FlaggerRoutes): void {
    this.routes = routes;
    this.did.push(`route:${routes.primary}/${routes.canary}${routes.mirrored ? "/mirror" : ""}`);
  }

  scaleUp(): void {
    this.canaryUp = true;
    this.did.push("scale-up");
  }

  scaleToZero(): void {
    this.canaryUp = false;
    this.did.push("scale-to-zero");
  }

  promoteSpec(): void {
    this.primaryHash = this.targetHash;
    this.did.push("promote-spec");
  }

  restarted(): void {
    this.did.push("restart");
  }
}

interface GivenTicks {
  readonly config: GivenConfig;
  readonly initial?: {
    readonly phase?: FlaggerPhase;
    readonly primary?: number;
    readonly canary?: number;
    readonly mirrored?: boolean;
    readonly applied?: string;
    readonly promoted?: string;
    readonly target?: string;
    readonly scaled?: boolean;
    readonly failed_checks?: number;
    readonly iterations?: number;
    readonly status_weight?: number;
  };
  readonly ticks: readonly GivenTick[];
}

function play({ config, initial = {}, ticks }: GivenTicks) {
  const spec = specOf(config);
  const { primary = 100, canary = 0, mirrored = false } = initial;
  const hands = new GivenHands({
    target: initial.target ?? "v1",
    routes: { primary, canary, mirrored },
    scaled: initial.scaled ?? false,
  });
  let status: FlaggerStatus = {
    ...initialized("v1"),
    phase: initial.phase ?? "Initialized",
    failedChecks: initial.failed_checks ?? 0,
    iterations: initial.iterations ?? 0,
    canaryWeight: initial.status_weight ?? 0,
    lastAppliedSpec: initial.applied ?? "v1",
    lastPromotedSpec: initial.promoted ?? "v1",
  };
  return ticks.map((now) => {
    hands.now = now;
    hands.did = [];
    hands.targetHash = now.revision ?? hands.targetHash;
    status = tick(status, spec, hands);
    return {
      phase: status.phase,
      primary: hands.routes.primary,
      canary: hands.routes.canary,
      mirrored: hands.routes.mirrored,
      failed_checks: status.failedChecks,
      iterations: status.iterations,
      status_weight: status.canaryWeight,
      primary_revision: hands.primaryHash,
      canary_up: hands.canaryUp,
      did: hands.did,
    };
  });
}

/** The weights a canary passes through when every tick goes well; 300 ticks are more than any list of steps needs. */
function weightsOf(config: GivenConfig) {
  const after = play({ config, ticks: [{ revision: "v2" }, ...Array.from({ length: 300 }, () => ({}))] });
  const end = after.findIndex(({ phase }) => phase === "Promoting");
  const weights = after.slice(0, end === -1 ? after.length : end).flatMap(({ did, canary }) => {
    return did.some((one) => one.startsWith("route:")) && canary > 0 ? [canary] : [];
  });
  return { canary_weights: weights, promotes: end !== -1 };
}

interface GivenReady {
  readonly status: {
    readonly specReplicas?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly generation?: number;
    readonly observedGeneration?: number;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status?: string;
      readonly reason?: string;
      readonly last_update?: number;
    }[];
  };
  readonly deadline_s: number;
  readonly ready_threshold: number;
  readonly now: number;
}

function readinessOf({ status, deadline_s, ready_threshold, now }: GivenReady): Readiness {
  const deployment = {
    generation: status.generation ?? 0,
    observedGeneration: status.observedGeneration ?? 0,
    specReplicas: status.specReplicas ?? null,
    replicas: status.replicas ?? 0,
    updated: status.updatedReplicas ?? 0,
    available: status.availableReplicas ?? 0,
    conditions: (status.conditions ?? []).map((one) => ({
      type: one.type,
      status: one.status ?? "",
      reason: one.reason ?? "",
      lastUpdate: (now + (one.last_update ?? 0)) * SECOND,
    })),
  };
  const limits = { deadline: deadline_s * SECOND, readyThreshold: ready_threshold };
  return deploymentReadiness(deployment, limits, now * SECOND);
}

const STRATEGIES = { canary: "canary", blueGreen: "bluegreen", abTesting: "abtesting" };

export const flagger = [
  adapter<GivenTicks>({
    file: "flagger_ticks",
    cases: rows(({ after }: { readonly id: string; readonly after: unknown }) => after),
    run: play,
  }),
  adapter<GivenConfig>({
    file: "flagger_step_weights",
    cases: rows(({ canary_weights, promotes }: { id: string; canary_weights: unknown; promotes: unknown }) => ({
      canary_weights,
      promotes,
    })),
    run: weightsOf,
  }),
  adapter<GivenReady>({
    file: "flagger_ready",
    cases: rows(({ ready, retriable }: { id: string; ready: unknown; retriable: unknown }) => ({ ready, retriable })),
    run(given) {
      const readiness = readinessOf(given);
      return { ready: readiness === "ready", retriable: readiness !== "failed" };
    },
  }),
  adapter<{ readonly analysis: { readonly iterations?: number; readonly match?: boolean } | null }>({
    file: "flagger_strategy",
    cases: rows(({ strategy }: { readonly id: string; readonly strategy: unknown }) => strategy),
    run({ analysis }) {
      const { iterations = 0, match = false } = analysis ?? {};
      return STRATEGIES[deploymentStrategy({ iterations, hasMatch: match })];
    },
  }),
  adapter<{ readonly value: number | string | null; readonly min: number | null; readonly max: number | null }>({
    file: "flagger_metric_check",
    cases: rows(({ pass }: { readonly id: string; readonly pass: unknown }) => pass),
    run: ({ value, min, max }) => metricPasses(typeof value === "number" ? value : null, { min, max }),
  }),
];
