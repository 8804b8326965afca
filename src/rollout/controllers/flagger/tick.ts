import { deploymentStrategy, effectiveAnalysis } from "./deploymentStrategy.ts";
import type { FlaggerHands } from "./hands.ts";
import type { FlaggerSpec } from "./spec.ts";
import { type FlaggerPhase, type FlaggerStatus, hasSpecChanged, synced, withPhase } from "./status.ts";
import { maxWeight, nextStepWeight, TOTAL_WEIGHT } from "./weights.ts";

const HOME = { primary: TOTAL_WEIGHT, canary: 0, mirrored: false };
const AWAY = { primary: 0, canary: TOTAL_WEIGHT, mirrored: false };

const UNDERWAY: readonly FlaggerPhase[] = ["Progressing", "WaitingPromotion", "Promoting", "Finalising"];

/**
 * One run of a Canary's job (Flagger v1.44 `scheduler.go:advanceCanary`), of one that has been initialised. Every change
 * costs whole ticks: a new revision is found by comparing hashes at a tick, a failed check holds the weight where it is, and
 * the way back is taken by the tick after the one that reached the threshold.
 */
export function tick(before: FlaggerStatus, spec: FlaggerSpec, hands: FlaggerHands): FlaggerStatus {
  if (spec.suspend) return before;
  const isNew = hasSpecChanged(before, hands.targetHash);
  const status = before.phase === "Failed" ? { ...before, lastAppliedSpec: hands.targetHash } : before;
  const isUnderway = UNDERWAY.includes(status.phase);
  if (!isUnderway && status.phase !== "Waiting" && !isNew) return status;
  if (!spec.skipAnalysis) {
    const primary = hands.readiness("primary");
    if (primary === "failed") return primaryFailed(status, hands);
    if (primary === "waiting") return status;
  }
  return isUnderway ? advance(status, spec, hands) : begin(status, hands);
}

/** Pods for the canary, if the gate lets it begin; everything else is for later ticks. */
function begin(status: FlaggerStatus, hands: FlaggerHands): FlaggerStatus {
  const begun = synced(status, "Progressing", { hash: hands.targetHash });
  if (!hands.passes("confirm-rollout")) return { ...begun, phase: "Waiting" };
  hands.scaleUp();
  return begun;
}

function advance(status: FlaggerStatus, spec: FlaggerSpec, hands: FlaggerHands): FlaggerStatus {
  const isAnalysing = status.phase === "Progressing" || status.phase === "WaitingPromotion";
  if (isAnalysing && hasSpecChanged(status, hands.targetHash)) {
    hands.setRoutes(HOME);
    hands.restarted();
    return synced(status, "Progressing", { hash: hands.targetHash });
  }
  const canary = hands.readiness("canary");
  if (canary === "failed") return rollBack(status, hands);
  if (canary === "waiting") return status;
  if (spec.skipAnalysis) return skip(status, hands);
  if (isAnalysing && hands.passes("rollback")) return rollBack(status, hands);
  if (status.phase === "Promoting") return shiftBack(status, spec, hands);
  if (status.phase === "Finalising") return finish(status, hands);
  if (status.failedChecks >= spec.analysis.threshold) return rollBack(status, hands);
  if (!checks(status, spec, hands)) return { ...status, failedChecks: status.failedChecks + 1 };
  return STEP[deploymentStrategy(effectiveAnalysis(spec.provider, spec.analysis))](status, spec, hands);
}

/** Before any traffic there is nothing to measure: the first tick asks the pre-rollout hooks instead. */
function checks({ iterations }: FlaggerStatus, { analysis }: FlaggerSpec, hands: FlaggerHands): boolean {
  const { canary, mirrored } = hands.routes;
  const isFirst = canary === 0 && iterations === 0 && !(analysis.mirror && mirrored);
  return isFirst ? hands.passes("pre-rollout") : hands.analyse();
}

const STEP = { canary: stepCanary, blueGreen: stepBlueGreen, abTesting: stepAbTesting };

function stepCanary(status: FlaggerStatus, { analysis }: FlaggerSpec, hands: FlaggerHands): FlaggerStatus {
  const { primary, canary, mirrored } = hands.routes;
  const step = nextStepWeight(analysis, canary);
  if (step <= 0) return status;
  const mayBeHeld = !mirrored && status.phase !== "WaitingPromotion";
  if (mayBeHeld && !hands.passes("confirm-traffic-increase")) return status;
  if (canary >= maxWeight(analysis)) return promote(status, analysis.iterations, hands);
  if (analysis.mirror && canary === 0) {
    // One tick with copies only, the next with the first share of the users.
    const weight = mirrored ? step : 0;
    hands.setRoutes({ primary: TOTAL_WEIGHT - weight, canary: weight, mirrored: !mirrored });
    return { ...status, canaryWeight: weight };
  }
  const weight = Math.min(TOTAL_WEIGHT, canary + step);
  hands.setRoutes({ primary: Math.max(0, primary - step), canary: weight, mirrored });
  return { ...status, canaryWeight: weight };
}

/** Users of the matching requests go over at once and stay for all iterations. */
function stepAbTesting(status: FlaggerStatus, spec: FlaggerSpec, hands: FlaggerHands): FlaggerStatus {
  const { iterations } = spec.analysis;
  if (status.iterations < iterations) {
    hands.setRoutes(AWAY);
    return { ...status, iterations: status.iterations + 1 };
  }
  return promote(status, iterations, hands);
}

/** The test goes on without users; then all of them are switched, and the tick after that promotes. */
function stepBlueGreen(status: FlaggerStatus, spec: FlaggerSpec, hands: FlaggerHands): FlaggerStatus {
  const { iterations, mirror } = effectiveAnalysis(spec.provider, spec.analysis);
  const canRoute = spec.provider !== "kubernetes";
  const next = { ...status, iterations: status.iterations + 1 };
  if (status.iterations < iterations) {
    if (canRoute && mirror && !hands.routes.mirrored) hands.setRoutes({ ...HOME, mirrored: true });
    return next;
  }
  if (status.iterations > iterations) return promote(status, iterations, hands);
  if (!hands.passes("confirm-promotion")) return withPhase(status, "WaitingPromotion", iterations);
  if (canRoute) hands.setRoutes(AWAY);
  return next;
}

function promote(status: FlaggerStatus, iterations: number, hands: FlaggerHands): FlaggerStatus {
  if (!hands.passes("confirm-promotion")) return withPhase(status, "WaitingPromotion", iterations);
  hands.promoteSpec();
  return withPhase(status, "Promoting", iterations);
}

/** The primary runs the new version: its users come back, at once or step by step (`runPromotionTrafficShift`). */
function shiftBack(status: FlaggerStatus, { provider, analysis }: FlaggerSpec, hands: FlaggerHands): FlaggerStatus {
  const finalising = withPhase(status, "Finalising", analysis.iterations);
  const { stepWeightPromotion: step } = analysis;
  if (provider === "kubernetes") return finalising;
  if (step === 0) {
    hands.setRoutes(HOME);
    return finalising;
  }
  const { primary, canary } = hands.routes;
  if (canary === 0) return status;
  const routes = { primary: Math.min(TOTAL_WEIGHT, primary + step), canary: Math.max(0, canary - step) };
  hands.setRoutes({ ...routes, mirrored: false });
  return routes.primary === TOTAL_WEIGHT ? finalising : { ...status, canaryWeight: routes.canary };
}

function finish(status: FlaggerStatus, hands: FlaggerHands): FlaggerStatus {
  hands.scaleToZero();
  hands.passes("post-rollout");
  return withPhase(status, "Succeeded", 0);
}

function skip(status: FlaggerStatus, hands: FlaggerHands): FlaggerStatus {
  hands.setRoutes(HOME);
  hands.promoteSpec();
  return finish(status, hands);
}

/** Everybody back to the primary in one write, which kept all its pods; the canary goes (`scheduler.go:rollback`). */
function rollBack(status: FlaggerStatus, hands: FlaggerHands): FlaggerStatus {
  hands.setRoutes(HOME);
  hands.scaleToZero();
  hands.passes("post-rollout");
  return synced(status, "Failed", { hash: hands.targetHash });
}

/** A primary that breaks while it takes over the new version sends everybody to the canary, which works. */
function primaryFailed(status: FlaggerStatus, hands: FlaggerHands): FlaggerStatus {
  if (status.phase !== "Promoting" && status.phase !== "Finalising") return rollBack(status, hands);
  hands.setRoutes(AWAY);
  hands.passes("post-rollout");
  return synced(status, "Failed", { hash: hands.targetHash, canaryWeight: TOTAL_WEIGHT });
}
