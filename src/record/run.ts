import type { LogEntry, LogId } from "../kernel/log.ts";
import type { Micros } from "../kernel/time.ts";
import type { ClusterRecord } from "./clusterRecord.ts";
import type { EventKind } from "./events.ts";
import type { MonitoringRecord } from "./monitoringRecord.ts";
import type { ProxyRecord } from "./proxyRecord.ts";

/**
 * The immutable record of one rehearsal: everything the measures, the reports and the page read, and nothing else.
 * Times are µs on the run's own clock (0 = start of the warm-up). Per-bucket columns start at `window.start`.
 */
export interface Run {
  readonly scenario: string;
  readonly strategy: string;
  /** By whose rules the rollout was carried out, e.g. "Kubernetes Deployment", "Argo Rollouts". */
  readonly carriedOutBy: string;
  readonly seed: string;
  /** The half-open span [start, end) that all measures integrate over. */
  readonly window: Span;
  readonly versions: readonly VersionRecord[];
  /** Each of several clusters by itself; absent: there is one, without a name. What stands beside it is all of them together. */
  readonly clusters?: readonly ClusterRecord[];
  /** What the service should run, steady state: before anything scaled it. */
  readonly desiredReplicas: number;
  /** The same over time: each number holds from `at` until the next one; the first from 0. */
  readonly desired: readonly { readonly at: Micros; readonly replicas: number }[];
  readonly pods: readonly PodRecord[];
  /** Whoever sent users to the pods; at least one. */
  readonly proxies: readonly ProxyRecord[];
  readonly events: readonly LogEntry<EventKind>[];
  readonly rollout: RolloutRecord;
  readonly traffic: TrafficRecord;
  readonly monitoring: MonitoringRecord;
  readonly objectives: Objectives;
  readonly prices: Prices;
  /** 64-bit FNV-1a over the record, 16 hex digits: equal for equal scenario, strategy and seed on every engine. */
  readonly digest: string;
  /** The digest's ingredients, so that a change tells what changed. */
  readonly digests: Readonly<Record<"control" | "pods" | "traffic" | "monitor", string>>;
  /** Control-plane events the kernel ran. */
  readonly kernelEvents: number;
}

/** Half-open: [start, end), µs. */
export interface Span {
  readonly start: Micros;
  readonly end: Micros;
}

export interface VersionRecord {
  readonly name: string;
  readonly role: "old" | "new";
  /** True when a fault of the scenario is in this version. */
  readonly faulty: boolean;
  /** Of its pods, in the order they are started. */
  readonly containers: readonly ContainerRecord[];
}

export interface ContainerRecord {
  readonly name: string;
  /** `serving` answers the users; `init` has to exit before the next begins, a `sidecar` has to have started. */
  readonly kind: "init" | "sidecar" | "serving" | "other";
  readonly image: string;
}

export const POD_STATES = [
  /** Not on a node yet. */
  "pending",
  /** On a node, waiting for its image. */
  "pulling",
  /** Container created, process booting. */
  "starting",
  /** Process up, readiness probe not passed (or failing). */
  "running",
  "ready",
  /** Deletion has started; the process may still serve. */
  "terminating",
  /** Container exited, waiting for its restart. */
  "crashed",
  "gone",
] as const;
export type PodState = (typeof POD_STATES)[number];

export interface PodTransition {
  readonly at: Micros;
  readonly state: PodState;
  readonly cause: LogId;
}

export interface PodRecord {
  /** Position in `Run.pods`: cluster by cluster, in each in order of creation. */
  readonly id: number;
  readonly name: string;
  /** Position in `Run.versions`. */
  readonly version: number;
  readonly replicaSet: string;
  /** Empty while never scheduled. */
  readonly node: string;
  /** Of its node; empty while never scheduled. */
  readonly zone: string;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  /** In order of time; the first is the creation. */
  readonly transitions: readonly PodTransition[];
  /** From binding to a node until gone (or the end of the run): what is paid for. */
  readonly billed: Span | null;
  /** When the pod was Available (Ready for minReadySeconds, not terminating). */
  readonly available: readonly Span[];
  /** When the EndpointSlice of a Service that carries user traffic listed it as ready: the API's view. */
  readonly endpointReady: readonly Span[];
  /**
   * When some proxy sent user traffic its way: the proxies' view, later than the API's by the propagation delay. Ends with
   * the pod, although a proxy may send a moment longer to where it was (refused attempts tell of that).
   */
  readonly routed: readonly Span[];
}

/** How the rollout ended, and when. Null: it did not come to that. */
export interface RolloutRecord {
  readonly result: "completed" | "rolledBack" | "stalled" | "unfinished";
  /** The release was submitted. */
  readonly submittedAt: Micros;
  /** All wanted pods of the new version available and no other version ready. */
  readonly completedAt: Micros | null;
  /** First instant a pod of the faulty version could receive user traffic. */
  readonly faultAt: Micros | null;
  /** First automated signal fired (alert, failed analysis). */
  readonly detectedAt: Micros | null;
  /** The decision to go back was taken. */
  readonly abortedAt: Micros | null;
  /** The old version carries all traffic again and is whole. */
  readonly rolledBackAt: Micros | null;
  /** Traffic weight that the router was told to give the new version, 0–1; empty when no router splits by weight. */
  readonly weights: readonly { readonly at: Micros; readonly weight: number }[];
  /**
   * Share of the users for whom a flag switched the new version's code on, 0–1, where it was deployed; absent: no flag,
   * whoever meets a pod of the new version meets its code.
   */
  readonly released?: readonly { readonly at: Micros; readonly share: number }[];
}

export const OUTCOMES = [
  /** Answered, and within the latency objective. */
  "ok",
  /** Answered well, but later than the latency objective. */
  "slow",
  /** Answered 5xx. */
  "error",
  /** No endpoint, or the process had closed its listener. */
  "refused",
  /** The pod died (or dropped its connections) while working on it. */
  "reset",
  /** The client's patience ended first. */
  "timeout",
  /** Turned away at once because the queue was full. */
  "shed",
] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const OUTCOME_COUNT = OUTCOMES.length;

/**
 * Counts of the traffic. "Request" is what a user sees (all attempts with one id); "attempt" is one try of it.
 * Flat arrays are row-major in the order of their index names.
 */
export interface TrafficRecord {
  /** Width of a bucket, µs. */
  readonly bucket: Micros;
  /** Number of buckets; the last one may be cut by `window.end`. */
  readonly buckets: number;
  /** [bucket of arrival]: user-visible requests that arrived. */
  readonly arrived: Uint32Array;
  /** [bucket of arrival][outcome]: user-visible requests by the outcome of their last attempt. */
  readonly requests: Uint32Array;
  /** [bucket of end][version, then one row for attempts no version processed][outcome]. */
  readonly attempts: Uint32Array;
  /** [latency bucket group of arrival][latency bin]: latency of user-visible requests; see `record/latency.ts`. */
  readonly latency: LatencyRecord;
  readonly totals: TrafficTotals;
  readonly users: UserRecord;
  /**
   * Attempts that a faulty version processed and that wrote something: going back does not take it back. Absent: none.
   */
  readonly faultyWrites?: number;
  readonly histories: UserHistories;
  readonly sample: RequestSample;
  /** Copies of attempts that were sent elsewhere as well; absent: nothing was mirrored. */
  readonly mirrored?: MirroredRecord;
}

/**
 * Mirrored copies of the window's requests. They are in none of the other counts: no user sent them, no user saw their
 * answers, and none was exposed by them. Conservation: attempts = Σ outcomes + inFlight.
 */
export interface MirroredRecord {
  readonly attempts: number;
  readonly byOutcome: readonly number[];
  readonly inFlight: number;
  /** Copies that were processed and wrote something: what was written twice. */
  readonly writes: number;
}

export interface LatencyRecord {
  /** Width of one row, µs. */
  readonly bucket: Micros;
  /** [row][bin]: coarse, for drawing over time. */
  readonly overTime: Uint32Array;
  /** [bin]: fine, whole window, user-visible requests (timeouts enter with their deadline). */
  readonly all: Uint32Array;
  /** [version][bin]: fine, whole window, attempts that were answered. */
  readonly byVersion: readonly Uint32Array[];
}

/** Whole-window totals. Conservation: requests = Σ outcomes + requestsInFlight, and the same for attempts. */
export interface TrafficTotals {
  readonly requests: number;
  readonly requestsByOutcome: readonly number[];
  readonly requestsInFlight: number;
  readonly attempts: number;
  readonly attemptsByOutcome: readonly number[];
  readonly attemptsInFlight: number;
}

/** Per user (index = user id), within the window. */
export interface UserRecord {
  readonly count: number;
  /** User-visible requests. */
  readonly requests: Uint32Array;
  /** Bad user-visible requests. */
  readonly bad: Uint32Array;
  /** Attempts processed by a faulty version. */
  readonly exposures: Uint32Array;
}

/**
 * Every user-visible request of the users that were followed, in order of arrival: of all users while there is room, else
 * of a part of them drawn by hash, without the few most active ones. Columns of equal length.
 */
export interface UserHistories {
  readonly user: Uint32Array;
  readonly arrivedAt: Float64Array;
  /** Position in `OUTCOMES`, −1 when in flight at the end of the window. */
  readonly outcome: Int8Array;
}

/** Every `stride`-th user-visible request of the window, for the picture and for "why did it fail". Columns of equal length. */
export interface RequestSample {
  readonly stride: number;
  readonly arrivedAt: Float64Array;
  readonly endedAt: Float64Array;
  /** Position in `Run.pods` of the last attempt's pod, −1 when it reached none. */
  readonly pod: Int32Array;
  /** Position in `Run.versions`, −1 when no version processed it. */
  readonly version: Int8Array;
  /** Position in `OUTCOMES`, −1 when in flight at the end of the window. */
  readonly outcome: Int8Array;
  readonly attempts: Uint8Array;
  readonly user: Uint32Array;
}

/** What the service promises; the measures are judged by it. */
export interface Objectives {
  /** Good share promised, 0–1. */
  readonly availability: number;
  /** Latency up to which an answer is good, µs. */
  readonly latency: Micros;
  /** Period of the error budget, µs. */
  readonly period: Micros;
  /** Width of the windows of `slo_violating_s`, µs. */
  readonly window: Micros;
  /** Bad share above which a window violates, 0–1, strict. */
  readonly badRatio: number;
}

/** In the scenario's currency. */
export interface Prices {
  readonly currency: string;
  readonly cpuHour: number;
  readonly memoryGibHour: number;
  /** Cost of one bad user-visible request. */
  readonly badRequest: number;
  /** Value of a day the release is late. */
  readonly delayDay: number;
  /** An hour of a person who handles an incident. */
  readonly personHour: number;
}
