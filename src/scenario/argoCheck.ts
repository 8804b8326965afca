import type { Complaint } from "../quantity/complaint.ts";
import { printShare } from "../quantity/share.ts";
import { approximateWeight } from "../rollout/controllers/argo/approximateWeight.ts";
import { resolveFenceposts } from "../rollout/controllers/argo/fenceposts.ts";
import type { CountOrPercent } from "../rollout/controllers/argo/spec.ts";
import type { MetricParameters } from "../rollout/measuring.ts";
import type { Findings } from "./check.ts";

type Parameters = Readonly<Record<string, unknown>>;

interface Place {
  readonly findings: Findings;
  readonly path: readonly (string | number)[];
  readonly replicas: number;
}

interface Step {
  readonly weight?: number;
  readonly setWeight?: number;
  readonly pause?: number | { readonly duration?: number | null };
  readonly setCanaryScale?: { readonly replicas?: number };
  readonly analysis?: Analysis;
}

interface Analysis {
  readonly startingStep?: number;
  readonly metrics: readonly MetricParameters[] | null;
}

/** A weight may be missed by this much before it is worth a word. */
const TOLERATED = 0.05;

/** What Argo Rollouts takes without a word and people do not expect: its delays, its weights, its analyses. */
export function checkArgo(name: string, parameters: Parameters, place: Place): void {
  if (name !== "canary" && name !== "canaryByReplicas" && name !== "blueGreen") return;
  const isRouted = name === "canary" && parameters.trafficRouting === true;
  const steps = (Array.isArray(parameters.steps) ? parameters.steps : []) as readonly Step[];
  delays(parameters, { ...place, steps, isRouted });
  if (isRouted) routed(parameters, steps, place);
  else if (name !== "blueGreen") byPods(parameters, steps, place);
  waiting(parameters, steps, place);
  analyses(parameters, steps, place);
}

function warn({ findings, path }: Place, at: readonly (string | number)[], complaint: Complaint): void {
  findings.warn([...path, ...at], complaint);
}

/** `rollout/replicaset.go:addScaleDownDelay` sets no deadline for 0; `scaleDownDelayHelper` then keeps the pods. */
function delays(
  { scaleDownDelaySeconds, abortScaleDownDelaySeconds }: Parameters,
  place: Place & { readonly steps: readonly Step[]; readonly isRouted: boolean },
): void {
  if (scaleDownDelaySeconds === 0) {
    const message = "0 does not remove the old pods at once: they stay up until the next update, or for good";
    warn(place, ["scaleDownDelaySeconds"], { code: "delay-zero-keeps", message, fix: "write 1 to have them go" });
  }
  const isSized = place.steps.some(({ setCanaryScale }) => setCanaryScale !== undefined);
  if (abortScaleDownDelaySeconds === 0 && place.isRouted && !isSized) {
    const message = "0 does not keep the new pods of a canary that setWeight sizes: after an abort they go at once";
    const fix = "write a time to keep them for, or size the canary by setCanaryScale";
    warn(place, ["abortScaleDownDelaySeconds"], { code: "abort-delay-zero-removes", message, fix });
  }
}

function routed(
  { maxSurge, maxUnavailable, maxTrafficWeight }: Parameters,
  steps: readonly Step[],
  place: Place,
): void {
  const maxWeight = Number(maxTrafficWeight);
  for (const [field, value] of Object.entries({ maxSurge, maxUnavailable })) {
    if (value === "25%") continue;
    const message = `${field} has no effect with a router: all the new pods of a step are started at once`;
    warn(place, [field], { code: "no-effect", message, fix: "leave it out, or use smaller weights" });
  }
  let pods: number | null = null;
  for (const [index, { weight, setWeight, setCanaryScale }] of steps.entries()) {
    if (setCanaryScale !== undefined) pods = setCanaryScale.replicas ?? null;
    if (setWeight !== undefined && setWeight > maxWeight) {
      const message = `${setWeight} is more than the router's all, ${maxWeight}`;
      place.findings.error([...place.path, "steps", index, "setWeight"], {
        code: "out-of-range",
        message,
        fix: `give at most ${maxWeight}`,
      });
    }
    const share = weight ?? (setWeight ?? 0) / maxWeight;
    const needed = Math.ceil(share * place.replicas);
    if (pods === null || pods * 2 > needed || needed === 0) continue;
    const message = `${printShare(share)} of the traffic goes to ${pods} pods, where ${needed} would have it as easy as the old ones`;
    const fix = `give setCanaryScale ${needed} replicas, or matchTrafficWeight`;
    warn(place, ["steps", index], { code: "canary-undersized", message, fix });
  }
}

/** What share of the traffic the pods of a step come to (`CalculateReplicaCountsForBasicCanary`). */
function byPods({ maxSurge, maxUnavailable }: Parameters, steps: readonly Step[], place: Place): void {
  const { replicas } = place;
  const limits = { maxSurge: maxSurge as CountOrPercent, maxUnavailable: maxUnavailable as CountOrPercent };
  const { surge } = resolveFenceposts(replicas, limits);
  for (const [index, { weight, setWeight }] of steps.entries()) {
    const wanted = weight ?? (setWeight === undefined ? null : setWeight / 100);
    if (wanted === null || wanted === 0 || wanted >= 1) continue;
    const { canary, stable } = approximateWeight(replicas, { weight: Math.round(wanted * 100), maxWeight: 100, surge });
    const actual = canary / (canary + stable);
    if (Math.abs(actual - wanted) <= TOLERATED + 1e-9) continue;
    const message = `${printShare(wanted)} of ${replicas} pods comes to ${canary} of ${canary + stable}, ${printShare(Math.round(actual * 1000) / 1000)} of the users`;
    const fix = "use a router, or more pods";
    warn(place, ["steps", index], { code: "weight-unreachable", message, fix });
  }
}

/** A rollout that waits for somebody who never comes. */
function waiting({ promoteAfter, autoPromotionEnabled }: Parameters, steps: readonly Step[], place: Place): void {
  if (promoteAfter !== null) return;
  const message = "the rollout waits here for a person, and none comes";
  const fix = "say how long a person takes with promoteAfter";
  if (autoPromotionEnabled === false) warn(place, ["autoPromotionEnabled"], { code: "nobody-promotes", message, fix });
  for (const [index, { pause }] of steps.entries()) {
    if (typeof pause !== "object" || (pause.duration ?? null) !== null) continue;
    warn(place, ["steps", index, "pause"], { code: "nobody-promotes", message, fix });
  }
}

/** Metrics that cannot fail, and metrics that measure before there is anything to measure. */
function analyses(parameters: Parameters, steps: readonly Step[], place: Place): void {
  const named = ["analysis", "prePromotionAnalysis", "postPromotionAnalysis"].map(
    (field) => [[field], parameters[field] as Analysis | null | undefined] as const,
  );
  const ofSteps = steps.map(({ analysis }, index) => [["steps", index, "analysis"], analysis] as const);
  for (const [at, analysis] of [...named, ...ofSteps]) {
    for (const [index, metric] of (analysis?.metrics ?? []).entries()) {
      cannotFail(metric, { place, at: [...at, "metrics", index] });
      if (analysis?.startingStep === 0) tooEarly(metric, { place, at: [...at, "metrics", index] });
    }
  }
}

type Spot = { readonly place: Place; readonly at: readonly (string | number)[] };

function cannotFail({ count, failureLimit }: MetricParameters, { place, at }: Spot): void {
  if (count === null || count === 0 || failureLimit < count) return;
  const message = `of ${count} measurements at most ${count} can fail, and ${failureLimit} are tolerated: it always passes`;
  warn(place, [...at, "failureLimit"], { code: "cannot-fail", message, fix: `give less than ${count}` });
}

/** A guard against too little data. */
const GUARD = /len\(result\)|default\(|isNaN|isNil/;

function tooEarly(metric: MetricParameters, { place, at }: Spot): void {
  const condition = `${metric.successCondition ?? ""} ${metric.failureCondition ?? ""}`;
  const asks = metric.measures !== "nothing" && condition.trim() !== "" && metric.of === "newVersion";
  if (!asks || metric.initialDelay > 0 || GUARD.test(condition)) return;
  const message = "it measures before the new version has a pod: no data is an error, and five of them abort";
  warn(place, [...at, "initialDelay"], {
    code: "measures-too-early",
    message,
    fix: "give it an initialDelay, or analysis a startingStep",
  });
}
