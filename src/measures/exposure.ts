import { MINUTE, type Micros } from "../kernel/time.ts";
import type { Run } from "../record/run.ts";
import { combine, countOverlapping, integrate, maximum, type Steps } from "../record/spans.ts";
import { shareOfTraffic } from "./byCluster.ts";

/**
 * The share of user traffic that the routing gives to the new version, over the window: 0 or 1 while the proxies send
 * traffic to one version only; between both, the router's weight where one splits by weight, else the new version's
 * part of the endpoints (a Service spreads evenly: 5 new beside 3 old pods get 62.5 %, not half).
 *
 * It is the probability that a request meets the version, so it carries no sampling noise. Of a run in one cluster, or of
 * one cluster of a run.
 */
export function newVersionShare(run: Run): Steps {
  const weights = run.rollout.weights.length > 0 ? [weightSteps(run)] : [];
  return combine([routedPods(run, "new"), routedPods(run, "old"), ...weights], ([fresh = 0, old = 0, weight]) => {
    if (fresh === 0) return 0;
    if (old === 0) return 1;
    return weight ?? fresh / (fresh + old);
  });
}

/**
 * The share of user traffic that meets the new version's code: what its pods get, less what a flag keeps from it. Pods
 * that have not yet heard of a change are taken to have.
 */
function newCodeShare(run: Run): Steps {
  const { released } = run.rollout;
  const routed = newVersionShare(run);
  if (released === undefined) return routed;
  const flag = stepsOf(
    released.map(({ at, share }) => ({ at, value: share })),
    run,
  );
  return combine([routed, flag], ([pods = 0, on = 0]) => pods * on);
}

/** The same for the versions that carry a fault of the release, in all clusters together. */
export function faultyShare(run: Run): Steps {
  return shareOfTraffic(run, faultyShareIn);
}

function faultyShareIn(run: Run): Steps {
  const faulty = (role: "old" | "new") => run.versions.some((version) => version.role === role && version.faulty);
  const [newIsFaulty, oldIsFaulty] = [faulty("new"), faulty("old")];
  const oldRouted = routedPods(run, "old");
  return combine([newVersionShare(run), newCodeShare(run), oldRouted], ([fresh = 0, code = 0, old = 0]) => {
    const oldShare = old > 0 ? 1 - fresh : 0;
    return (newIsFaulty ? code : 0) + (oldIsFaulty ? oldShare + fresh - code : 0);
  });
}

/** How many pods of the old (new) version the proxies send user traffic to. */
export function routedPods(run: Run, role: "old" | "new"): Steps {
  const spans = run.pods.filter((pod) => run.versions[pod.version]?.role === role).flatMap((pod) => pod.routed);
  return countOverlapping(spans, run.window);
}

/** Greatest share of the traffic that a faulty version had. */
export function peakExposure(share: Steps): number {
  return Math.max(0, maximum(share));
}

/** ∫ w(t) · U dt in user·minutes: how many users were assigned to the faulty version, and for how long. */
export function exposureUserMinutes(share: Steps, activeUsers: number): number {
  return (activeUsers * integrate(share)) / MINUTE;
}

/** The router's weight for the new version, 0 until it is first told one. */
function weightSteps(run: Run): Steps {
  return stepsOf(
    run.rollout.weights.map(({ at, weight }) => ({ at, value: weight })),
    run,
  );
}

/** What was told over the window, 0 before the first. */
function stepsOf(told: readonly { readonly at: Micros; readonly value: number }[], { window }: Run): Steps {
  const at: Micros[] = [window.start];
  const value: number[] = [0];
  for (const step of told) {
    if (step.at >= window.end) break;
    if (step.at <= (at[at.length - 1] as number)) value[value.length - 1] = step.value;
    else {
      at.push(step.at);
      value.push(step.value);
    }
  }
  return { at, value, end: window.end };
}
