import type { FaultDefinition } from "../faults/fault.ts";
import { faults } from "../faults/index.ts";
import { NO_CAUSE } from "../kernel/log.ts";
import { type Micros, SECOND } from "../kernel/time.ts";
import { OUTCOMES, type Outcome, type PodRecord, type PodState, type Run } from "../record/run.ts";
import { covers } from "../record/spans.ts";
import { type CauseChain, causeChain, type Entry } from "./causeChain.ts";
import { whatWasSeen } from "./whatWasSeen.ts";

/** Why a request ended as it did. */
export type RequestReason =
  /** Nothing is to be explained: it was answered in time, or is not answered yet. */
  | "nothingWrong"
  /** Its pod runs a version with a fault in it. */
  | "faultyVersion"
  /** Answered 5xx by a version without a fault: the service's own share of errors. */
  | "baselineErrors"
  /** The proxy knew of no pod to send it to. */
  | "noEndpoint"
  /** The proxy still (or already) sent it to a pod whose process did not listen. */
  | "notListening"
  /** Its pod's process ended while it was at work on it. */
  | "podDied"
  /** Fewer pods than wanted carried the traffic, and it had to wait too long. */
  | "tooFewPods"
  /** Its pod's version is sound, but shares something with the release that the release has spoiled: a schema, data. */
  | "spoiledByRelease"
  /** A fault of the infrastructure or of the traffic was at work. */
  | "otherFault"
  /** As many pods as wanted were there: it met a queue by chance. */
  | "queue";

export interface RequestExplanation {
  readonly about: "request";
  /** Position in the run's sample. */
  readonly index: number;
  readonly user: number;
  readonly arrivedAt: Micros;
  /** Null: still in flight at the end of the run. */
  readonly endedAt: Micros | null;
  readonly outcome: Outcome | "inFlight";
  readonly attempts: number;
  /** The pod of its last attempt, as it was when the request ended; null: it reached none. */
  readonly pod: PodAt | null;
  /** Pods that the proxy sent users to when it ended, and how many the service should have. */
  readonly routedPods: number;
  readonly wantedPods: number;
  readonly reason: RequestReason;
  /** The latest thing that happened to its pod, or to the node under it, before it ended. */
  readonly lastOfPod: Entry | null;
  /** How its pod came to where it was: the chain behind that. */
  readonly podChain: CauseChain | null;
  /** Why: the chain behind what the reason points at; null where nothing in the log does. */
  readonly chain: CauseChain | null;
  /** How what began that chain was seen, and when. */
  readonly seen: readonly Entry[];
}

/** A pod at one instant. */
export interface PodAt {
  readonly record: PodRecord;
  readonly version: string;
  readonly state: PodState;
  /** The proxy sent users its way; false once it is gone, even where the proxy had not heard of that yet. */
  readonly isRouted: boolean;
  /** The EndpointSlice listed it as ready. */
  readonly isEndpoint: boolean;
}

/** The failed request of the sample that took longest; without a failed one the slowest; null in an empty sample. */
export function worstRequest(run: Run): number | null {
  const { sample } = run.traffic;
  let worst: number | null = null;
  let worstRank = { severity: -1, wait: 0 };
  for (let index = 0; index < sample.arrivedAt.length; index++) {
    const wait = (sample.endedAt[index] ?? 0) - (sample.arrivedAt[index] ?? 0);
    const rank = { severity: severityOf(run, index), wait };
    const isWorse =
      rank.severity > worstRank.severity || (rank.severity === worstRank.severity && rank.wait > worstRank.wait);
    if (worst !== null && !isWorse) continue;
    worst = index;
    worstRank = rank;
  }
  return worst;
}

/**
 * Failures that something led to, then the errors that the service gives now and then whatever happens, then what was
 * only slow.
 */
function severityOf({ traffic: { sample }, versions }: Run, index: number): number {
  const outcome = OUTCOMES[sample.outcome[index] ?? -1];
  if (outcome === undefined || outcome === "ok") return 0;
  if (outcome === "slow") return 1;
  return outcome === "error" && versions[sample.version[index] ?? -1]?.faulty !== true ? 2 : 3;
}

/** @param index a position in the run's sample of requests. */
export function explainRequest(run: Run, index: number): RequestExplanation {
  const { sample } = run.traffic;
  const outcome = OUTCOMES[sample.outcome[index] ?? -1] ?? "inFlight";
  const arrivedAt = sample.arrivedAt[index] ?? 0;
  const at = outcome === "inFlight" ? run.window.end - 1 : (sample.endedAt[index] ?? 0);
  const pod = run.pods[sample.pod[index] ?? -1];
  const met: Met = {
    arrivedAt,
    outcome,
    at,
    pod: pod === undefined ? null : podAt(run, pod, at),
    routedPods: run.pods.filter(({ routed }) => covers(routed, at)).length,
    lastOfPod: pod === undefined ? null : lastOf(run, pod, at),
  };
  const { reason, because } = reasonOf(run, met);
  const chain = because === null ? null : causeChain(run, because.id);
  return {
    about: "request",
    index,
    user: sample.user[index] ?? 0,
    arrivedAt,
    endedAt: outcome === "inFlight" ? null : at,
    outcome,
    attempts: sample.attempts[index] ?? 0,
    pod: met.pod,
    routedPods: met.routedPods,
    wantedPods: run.desiredReplicas,
    reason,
    lastOfPod: met.lastOfPod,
    podChain: met.lastOfPod === null ? null : causeChain(run, met.lastOfPod.id),
    chain,
    seen: chain === null ? [] : whatWasSeen(run, firstFaultOf(chain)),
  };
}

/** The fault on the chain, if there is one; else what began it. */
function firstFaultOf({ links, root }: CauseChain): Entry {
  return links.findLast(({ kind }) => kind === "faultStarted") ?? root;
}

/** What a request met where it ended. */
interface Met {
  readonly arrivedAt: Micros;
  readonly outcome: Outcome | "inFlight";
  readonly at: Micros;
  readonly pod: PodAt | null;
  readonly routedPods: number;
  readonly lastOfPod: Entry | null;
}

interface Finding {
  readonly reason: RequestReason;
  readonly because: Entry | null;
}

function reasonOf(run: Run, met: Met): Finding {
  const { outcome, pod, at, lastOfPod, routedPods } = met;
  if (outcome === "ok" || outcome === "inFlight") return { reason: "nothingWrong", because: null };
  if (outcome === "reset") return { reason: "podDied", because: lastOfPod };
  if (outcome === "refused") {
    if (pod !== null) return { reason: "notListening", because: lastOfPod };
    const unresolved = routedPods > 0 ? spoiledBy(run, met, "names") : null;
    if (unresolved !== null) return { reason: "otherFault", because: unresolved };
    return { reason: "noEndpoint", because: latestBefore(run, at, SERVING_CHANGES) };
  }
  const isFaulty = pod !== null && run.versions[pod.record.version]?.faulty === true;
  if (isFaulty) return { reason: "faultyVersion", because: faultAtWork(run, met, "release") ?? lastOfPod };
  if (outcome === "error") {
    const spoiled = spoiledBy(run, met, "answers");
    if (spoiled === null) return { reason: "baselineErrors", because: null };
    return { reason: isOfRelease(run, spoiled) ? "spoiledByRelease" : "otherFault", because: spoiled };
  }
  return waitedTooLong(run, met);
}

/** Slow, timed out or turned away by a version that is sound: who took the capacity away? */
function waitedTooLong(run: Run, met: Met): Finding {
  const { at, routedPods } = met;
  const fault = faultAtWork(run, met, "world");
  if (fault !== null) return { reason: "otherFault", because: fault };
  if (routedPods >= run.desiredReplicas) return { reason: "queue", because: latestUnrest(run, met) };
  return { reason: "tooFewPods", because: latestBefore(run, at, CAPACITY_LOSSES) };
}

/** What changes which pods serve. */
const SERVING_CHANGES: readonly string[] = [
  "proxyProgrammed",
  "loadBalancerChanged",
  "serviceSwitched",
  "trafficShifted",
];
/** What takes serving pods away. */
const CAPACITY_LOSSES: readonly string[] = ["podDeletionStarted", "podUnready", "containerCrashed"];

/** A queue outlives what built it up: what ended, came or went shortly before is why there is one. */
const UNREST: readonly string[] = [...SERVING_CHANGES, ...CAPACITY_LOSSES, "faultEnded", "podReady"];
const UNREST_LASTS: Micros = 60 * SECOND;

function latestUnrest(run: Run, { arrivedAt, at }: Met): Entry | null {
  const latest = latestBefore(run, at, UNREST);
  return latest !== null && latest.at >= arrivedAt - UNREST_LASTS && latest.cause !== NO_CAUSE ? latest : null;
}

function latestBefore({ events }: Run, at: Micros, kinds: readonly string[]): Entry | null {
  return events.findLast((event) => event.at <= at && kinds.includes(event.kind)) ?? null;
}

/** The latest fault of the release, or of the world around it, that was there while the request was. */
function faultAtWork(run: Run, met: Met, of: "release" | "world"): Entry | null {
  return faultsDuring(run, met).findLast((fault) => isOfRelease(run, fault) === (of === "release")) ?? null;
}

/** Did the fault come with the release? */
function isOfRelease({ events }: Run, fault: Entry): boolean {
  for (let entry: Entry | undefined = fault; entry !== undefined; entry = events[entry.cause])
    if (entry.kind === "releaseSubmitted") return true;
  return false;
}

/** The latest fault there that spoils this of any version; null: none does. */
function spoiledBy(run: Run, met: Met, what: FaultDefinition["spoils"]): Entry | null {
  const spoils = ({ subject }: Entry) => faults.find(({ name }) => name === subject)?.spoils === what;
  return faultsDuring(run, met).findLast(spoils) ?? null;
}

/** Faults that were there at some instant of the request's life, in order. */
function faultsDuring({ events }: Run, { arrivedAt, at }: Met): readonly Entry[] {
  return openFaults(events, { since: arrivedAt, until: at });
}

/** Faults that have begun by `at` and not ended, in order. */
export function activeFaults({ events }: Run, at: Micros): readonly Entry[] {
  return openFaults(events, { since: at, until: at });
}

/** Faults that have begun by `until` and had not ended by `since`. */
function openFaults(
  events: readonly Entry[],
  { since, until }: { readonly since: Micros; readonly until: Micros },
): readonly Entry[] {
  const active: Entry[] = [];
  for (const event of events) {
    if (event.at > until) break;
    if (event.kind === "faultStarted") active.push(event);
    if (event.kind !== "faultEnded" || event.at > since) continue;
    const index = active.findIndex(({ subject }) => subject === event.subject);
    if (index >= 0) active.splice(index, 1);
  }
  return active;
}

function lastOf({ events }: Run, pod: PodRecord, at: Micros): Entry | null {
  const isAbout = ({ kind, subject }: Entry) =>
    subject === pod.name || (kind === "nodeFailed" && subject === pod.node && pod.node !== "");
  return events.findLast((event) => event.at <= at && isAbout(event)) ?? null;
}

function podAt(run: Run, record: PodRecord, at: Micros): PodAt {
  return {
    record,
    version: run.versions[record.version]?.name ?? "",
    state: stateAt(record, at) ?? "pending",
    isRouted: covers(record.routed, at),
    isEndpoint: covers(record.endpointReady, at),
  };
}

/** The state of a pod; null: it was not created yet. */
export function stateAt({ transitions }: PodRecord, at: Micros): PodState | null {
  return transitions.findLast((transition) => transition.at <= at)?.state ?? null;
}
