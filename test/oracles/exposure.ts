import {
  atLeast,
  atLeastOne,
  bucketShareDeviation,
  exposedByBucket,
  exposedByRehash,
  exposedPerRequest,
  reachedUsers,
  requestShareDeviation,
  sessionFails,
  zipfActivity,
} from "../../src/experiment/statistics/exposure.ts";
import { SECOND } from "../../src/kernel/time.ts";
import { newVersionShare } from "../../src/measures/exposure.ts";
import { integrate, valueAt } from "../../src/record/spans.ts";
import { type HandmadePod, handmade } from "../record/handmade.ts";
import type { ClosedForm, OracleAdapter, OracleCase, Results } from "./adapter.ts";
import { byName, hasParameters, lastNumberIn, numberIn } from "./parameters.ts";

const closed = (closedForm: number): ClosedForm => ({ closedForm });

/** Who meets the new version when every request is routed by itself, and when every user has a side. */
function sticky(oracle: OracleCase): Results | undefined {
  if (!hasParameters(oracle, ["users", "user_rate_per_s", "canary_weight", "duration_s"])) return undefined;
  const [users, rate] = [numberIn(oracle, "users"), numberIn(oracle, "user_rate_per_s")];
  const step = { weight: numberIn(oracle, "canary_weight"), duration: numberIn(oracle, "duration_s") };
  const perRequest = exposedPerRequest(rate, [step]);
  const byBucket = exposedByBucket(rate, [step]);
  return {
    exposed_share_per_request: closed(perRequest),
    exposed_share_sticky: closed(byBucket),
    exposed_share_of_active_users_per_request: closed(perRequest / atLeastOne(rate * step.duration)),
    ratio_per_request_to_sticky: closed(perRequest / byBucket),
    canary_requests_either_way: closed(users * rate * step.weight * step.duration),
  };
}

/** Who notices: failures of a user are a thinned stream of the calls. */
function errors(oracle: OracleCase): Results | undefined {
  if (!hasParameters(oracle, ["users", "user_rate_per_s", "canary_weight", "duration_s", "canary_error_rate"]))
    return undefined;
  const [users, weight] = [numberIn(oracle, "users"), numberIn(oracle, "canary_weight")];
  const expected =
    numberIn(oracle, "user_rate_per_s") * numberIn(oracle, "canary_error_rate") * numberIn(oracle, "duration_s");
  return {
    users_with_failure_per_request: closed(atLeastOne(expected * weight)),
    users_with_failure_sticky: closed(weight * atLeastOne(expected)),
    ...byName(oracle, /^users_with_(\d+)plus_failures_per_request$/, (k = 1) => closed(atLeast(k, expected * weight))),
    ...byName(oracle, /^users_with_(\d+)plus_failures_sticky$/, (k = 1) => closed(weight * atLeast(k, expected))),
    failed_requests_either_way: closed(users * expected * weight),
  };
}

/** Rising weights: fixed buckets, dealing anew at each step, or routing each request. */
function steps(oracle: OracleCase): Results | undefined {
  if (!hasParameters(oracle, ["user_rate_per_s", "steps"])) return undefined;
  const rate = numberIn(oracle, "user_rate_per_s");
  const given = oracle.params.steps as readonly (readonly [number, number])[];
  const path = given.map(([percent, duration]) => ({ weight: percent / 100, duration }));
  const endless = path.map((step) => ({ ...step, duration: 1e9 / rate }));
  return {
    exposed_share_nested: closed(exposedByBucket(rate, path)),
    exposed_share_rehash: closed(exposedByRehash(rate, path)),
    exposed_share_per_request: closed(exposedPerRequest(rate, path)),
    max_exposed_share_nested_any_duration: exposedByBucket(rate, endless),
  };
}

/** Users of unequal activity. */
function zipf(oracle: OracleCase): Results | undefined {
  if (!hasParameters(oracle, ["users", "zipf_exponent", "total_rate_rps", "canary_weight", "duration_s"]))
    return undefined;
  const activity = zipfActivity(numberIn(oracle, "users"), numberIn(oracle, "zipf_exponent"));
  const weight = numberIn(oracle, "canary_weight");
  const requests = numberIn(oracle, "total_rate_rps") * numberIn(oracle, "duration_s");
  const active = reachedUsers(activity, requests);
  return {
    exposed_share_per_request: closed(reachedUsers(activity, requests * weight)),
    exposed_share_sticky: closed(weight * active),
    active_share: closed(active),
    sd_of_realised_traffic_share_sticky: closed(bucketShareDeviation(activity, weight)),
    sd_of_realised_traffic_share_per_request: closed(requestShareDeviation(requests, weight)),
  };
}

/** A version is drawn per session. */
function sessions(oracle: OracleCase): Results | undefined {
  const names = [
    "session_rate_per_user_per_day",
    "canary_weight",
    "duration_days",
    "requests_per_session",
    "canary_error_rate",
  ];
  if (!hasParameters(oracle, names)) return undefined;
  const rate = numberIn(oracle, "session_rate_per_user_per_day");
  const step = { weight: numberIn(oracle, "canary_weight"), duration: numberIn(oracle, "duration_days") };
  const fails = sessionFails(lastNumberIn(oracle, "requests_per_session"), numberIn(oracle, "canary_error_rate"));
  return {
    exposed_share: closed(exposedPerRequest(rate, [step])),
    p_canary_session_has_failure: closed(fails),
    users_with_failure_share: closed(exposedPerRequest(rate * fails, [step])),
  };
}

/** Weights of a rolling update follow from the pods that are available: read from a record of its rounds. */
function rolling(oracle: OracleCase): Results | undefined {
  const names = [
    "replicas",
    "maxSurge",
    "maxUnavailable",
    "pod_ready_after_s",
    "detect_and_freeze_at_s",
    "user_rate_per_s",
  ];
  if (!hasParameters(oracle, names)) return undefined;
  const ready = numberIn(oracle, "pod_ready_after_s");
  const freeze = numberIn(oracle, "detect_and_freeze_at_s");
  const share = newVersionShare(handmade({ seconds: 10 * ready, pods: roundsOf(oracle, ready) }));
  const untilFreeze = newVersionShare(handmade({ seconds: freeze, pods: roundsOf(oracle, ready) }));
  const exposed = atLeastOne((numberIn(oracle, "user_rate_per_s") * integrate(untilFreeze)) / SECOND);
  return {
    ...byName(oracle, /^weight_in_\[(\d+),\d+\)$/, (from = 0) => valueAt(share, from * SECOND)),
    ...byName(oracle, /^exposed_share_at_(\d+)s$/, () => closed(exposed)),
    weight_after_two_rounds: valueAt(share, 2 * ready * SECOND),
  };
}

/** Each round starts as many new pods as surge and retired pods leave room for; they take traffic when it ends. */
function roundsOf(oracle: OracleCase, ready: number): HandmadePod[] {
  const [replicas, surge] = [numberIn(oracle, "replicas"), numberIn(oracle, "maxSurge")];
  const unavailable = numberIn(oracle, "maxUnavailable");
  const pods: HandmadePod[] = [];
  let [old, fresh] = [replicas, 0];
  for (let now = 0; fresh < replicas; now += ready) {
    const kept = Math.max(0, Math.min(old, replicas - unavailable - fresh));
    for (let i = kept; i < old; i++) pods.push({ version: 0, life: [0, now] });
    const starting = Math.min(replicas - fresh, replicas + surge - kept - fresh);
    for (let i = 0; i < starting; i++) pods.push({ version: 1, life: [now + ready] });
    [old, fresh] = [kept, fresh + starting];
    if (fresh >= replicas) for (let i = 0; i < old; i++) pods.push({ version: 0, life: [0, now + ready] });
  }
  return pods;
}

const name = "exposure";

export const adapters: readonly OracleAdapter[] = [
  { name, family: /^B-STICKY-\d+$/, run: sticky },
  { name, family: /^B-ERR-\d+$/, run: errors },
  { name, family: /^B-STEPS-\d+$/, run: steps },
  { name, family: /^B-ZIPF-\d+$/, run: zipf },
  { name, family: /^B-SESSION-\d+$/, run: sessions },
  { name, family: /^B-ROLL-\d+$/, run: rolling },
];
