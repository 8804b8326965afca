import type { DataPlane } from "../kernel/kernel.ts";
import type { Law } from "../kernel/law.ts";
import type { Micros } from "../kernel/time.ts";
import type { TrafficRecord } from "../record/run.ts";
import type { DependencySpec } from "./dependencies/spec.ts";
import type { EndpointsChange } from "./endpoints.ts";
import type { Residents } from "./residents.ts";
import type { Troubles } from "./troubles.ts";

/** How a version answers. Replaced as a whole when a fault starts or ends. */
export interface VersionBehaviour {
  /** Chance that an answer is a 5xx, 0–1. */
  readonly errorShare: number;
  /** Service time is multiplied by this, > 0. */
  readonly serviceFactor: number;
  /** The version carries a fault of the release: attempts it processes count as exposure. */
  readonly faulty: boolean;
}

/** What one pod can do at a time. The same for all pods of a run. */
export interface PodCapacity {
  /** Requests worked on at once, ≥ 1. */
  readonly slots: number;
  /** Requests that may wait in the pod (FIFO); the next one is shed. */
  readonly queue: number;
  /** Work of one request, µs, before the version's factor and the warm-up. */
  readonly service: Law;
  /** Service time × `factor` for requests started within `span` of the process coming up. */
  readonly warmup: { readonly span: Micros; readonly factor: number };
  /** True: a pod notices that the client gave up and frees the slot then; false: it works to the end for nobody. */
  readonly cancelsAbandoned: boolean;
}

export interface RetryPolicy {
  /** Further attempts after the first, 0–10. */
  readonly max: number;
  /** Delay before retry i (1, 2, …) is `backoff` · 2^(i−1) · U[0.5, 1.5), µs. */
  readonly backoff: Micros;
  /** Retries may be at most this share of first attempts so far (token bucket with a small reserve), 0–1; 1 = no budget. */
  readonly budget: number;
}

/** What a proxy tries again by itself, before its client hears of it. */
export interface ProxyRetries {
  /** Further attempts after the first of a client's try, ≥ 1. */
  readonly attempts: number;
  /** Bit n: what ends with outcome n (`OUTCOMES`) is tried again. */
  readonly outcomes: number;
  /** Base of the wait before a retry, µs. */
  readonly backoff: Micros;
}

/** The clients. */
export interface ClientBehaviour {
  /** Patience per attempt, µs. */
  readonly timeout: Micros;
  readonly retries: RetryPolicy;
  /**
   * perRequest: each request is balanced by itself. sticky: the version a user gets is fixed by a hash of user and
   * release. perConnection: clients keep connections alive and stay with a pod until it closes them.
   */
  readonly routing: "perRequest" | "sticky" | "perConnection";
  /** Connections kept alive by all clients together; only for perConnection. */
  readonly connections: number;
}

export type BalancerName = "random" | "roundRobin" | "leastRequest";

/** The proxies that attempts come through. */
export interface ProxyUse {
  /** ≥ 1 */
  readonly count: number;
  /**
   * client: a client's connections come through the proxy of its own node, client n through the n-th. attempt: each
   * connection comes through any of them (ingress pods, a load balancer in front of the nodes).
   */
  readonly through: "client" | "attempt";
}

/** Proxies send a client's connections to the same pod again (`sessionAffinity: ClientIP`). */
export interface SessionAffinity {
  /** Since the client's last connection, µs. */
  readonly timeout: Micros;
  /** Whose address a proxy sees: the user's, or that of the one way in that all users share. */
  readonly client: "user" | "entrance";
}

/** A rate in requests per second that holds from `from` (µs) until the next entry; the first entry starts at 0. */
export interface RateStep {
  readonly from: Micros;
  readonly perSecond: number;
}

/** The same as columns: a rate that changes every second for a day is 86,400 steps, and no object for any of them. */
export interface RateSteps {
  readonly from: Float64Array;
  readonly perSecond: Float64Array;
}

export interface TrafficConfig {
  readonly seed: string;
  /** All requests that arrive in [start, end) are recorded; the plane runs from 0. */
  readonly start: Micros;
  readonly end: Micros;
  readonly arrivals: { readonly law: "poisson" | "deterministic"; readonly rate: RateSteps };
  readonly users: {
    readonly count: number;
    readonly activity: { readonly law: "uniform" } | { readonly law: "zipf"; readonly exponent: number };
  };
  /**
   * This plane carries the requests of those who are sent to one of several clusters; the others' pass by, so that request
   * k is the same one in every cluster's plane. Absent: it carries all.
   */
  readonly residents?: { readonly cluster: number; readonly of: Residents };
  readonly client: ClientBehaviour;
  readonly balancer: BalancerName;
  /** Null or absent: proxies try nothing again. */
  readonly proxyRetries?: ProxyRetries | null;
  /** Absent: one proxy. */
  readonly proxies?: ProxyUse;
  /** Null or absent: each connection is balanced by itself. */
  readonly affinity?: SessionAffinity | null;
  readonly capacity: PodCapacity;
  /** What requests call, in this order, while they hold a slot; absent: nothing. */
  readonly dependencies?: readonly DependencySpec[];
  /** One per version, by index. */
  readonly versions: readonly VersionBehaviour[];
  /** Share of the requests that write something, 0–1; absent: 0. */
  readonly writeShare?: number;
  /** Counts attempts pod by pod too, for who scrapes them; absent: not. */
  readonly countsPods?: boolean;
  /** Answers later than this are "slow", µs. */
  readonly slowAfter: Micros;
  /** Requests at most in the sample of requests, and again in the histories of users. */
  readonly sampleLimit: number;
  /** Requests at most in one run (a person's limit: exceeding it is reported before the run starts). */
  readonly requestLimit: number;
}

/** A set of endpoints that traffic can be sent to: a Service, as the proxy knows it. Small integers. */
export type BackendId = number;

/** What one proxy knows of a backend. */
export interface ProxyView {
  readonly backend: BackendId;
  /** Its number, 0 … count − 1. */
  readonly proxy: number;
}

/** Where user traffic goes: weights over backends, ≥ 0, at least one > 0. Sticky users keep their side while it has weight. */
export type Route = readonly { readonly backend: BackendId; readonly weight: number }[];

/** Copies of attempts go to a backend as well; their answers are thrown away. */
export interface Mirror {
  readonly backend: BackendId;
  /** Share of the attempts that are copied, 0–1. */
  readonly share: number;
}

/** A flag in a pod, as the pod knows it: for whom the code of its own version runs. */
export interface FlagView {
  /** [user] 1: the pod's own version; 0: the code that was there before, dark beside it. */
  readonly audience: Uint8Array;
  /** The version whose behaviour everybody else gets. */
  readonly otherwise: number;
}

/** Completed attempts so far by outcome, as a scrape at one instant would read them. */
export interface CounterReading {
  /** [version, then one row for "no version"][outcome]. */
  readonly byVersion: Float64Array;
  /** The same of mirrored copies, which are not in `byVersion`; left out: not asked for. */
  readonly mirrored?: Float64Array;
  /** [pod][outcome], as far as it reaches, where the config has pods counted; left out: not asked for. */
  readonly byPod?: Float64Array;
  /**
   * [version][fine bin] how long attempts took that were answered, of requests since the start of the window; left out: not
   * asked for.
   */
  readonly durations?: Float64Array;
}

/**
 * The plane that carries requests. Pods are named by the cluster's numbers (0, 1, …, in order of creation).
 * All calls happen at the kernel's present time, which is passed as `now` and never falls.
 */
export interface TrafficPlane extends DataPlane {
  /** The pod's process accepts connections from now on. A pod may listen again after a crash. */
  listen(pod: number, version: number, now: Micros): void;
  /**
   * SIGTERM arrived. Graceful (Go `http.Server.Shutdown`): the listener closes, new connections are refused, requests
   * in flight and in the queue finish. Abrupt: as `kill`.
   * @returns when the last request in the pod will have ended (µs, `now` when it is idle).
   */
  shutDown(pod: number, how: "graceful" | "abrupt", now: Micros): Micros;
  /** The process is gone: everything in the pod is reset now. */
  kill(pod: number, now: Micros): void;
  /**
   * Every thread of the process is stuck for ever: who is in it gets no answer, who comes waits in its queue until his
   * patience ends. It keeps its listener, and is never idle: `shutDown` answers `NEVER`. No effect on a
   * process that does not listen.
   */
  hang(pod: number, now: Micros): void;
  /** Every proxy now knows exactly these endpoints for the backend. */
  setEndpoints(backend: BackendId, pods: readonly number[], now: Micros): void;
  /** One proxy learns of endpoints that came and that went. Its list stays in the order of the pods' numbers. */
  changeEndpoints(of: ProxyView, change: EndpointsChange, now: Micros): void;
  /** New connections come in through exactly these proxies from now on; none: they are refused. */
  setEntrances(proxies: readonly number[], now: Micros): void;
  /** Clients' kept-alive connections that came through the proxy, or that lead to the pod, are closed. */
  closeConnections(which: { readonly proxy: number } | { readonly pod: number }, now: Micros): void;
  setRoute(route: Route, now: Micros): void;
  /**
   * From now on a user's place on [0, 1) decides which side of the route all his requests take, newer backends first from
   * 0 on. Null: the routing of the client decides again.
   */
  pinUsers(places: Float64Array | null, now: Micros): void;
  /** Attempts that users send are copied from now on; null: no longer. Copies on their way go on. */
  setMirror(mirror: Mirror | null, now: Micros): void;
  /** What the pod knows of the flag from now on; null: it asks none. Who is worked on keeps the code he is in. */
  setFlag(pod: number, flag: FlagView | null, now: Micros): void;
  setVersion(version: number, behaviour: VersionBehaviour, now: Micros): void;
  /** Changes what is wrong with single pods, ways, users and versions from now on. */
  disturb(change: (troubles: Troubles) => void, now: Micros): void;
  /** Multiplies the arrival rate from now on, ≥ 0. */
  setRateFactor(factor: number, now: Micros): void;
  /** Requests in the pod (worked on or queued). */
  inFlight(pod: number, now: Micros): number;
  /** All slots of the pod are taken for good, or will be when who is in them now is done. */
  isStuck(pod: number, now: Micros): boolean;
  /**
   * How long the pod's slots have worked so far, together, µs: two slots that work for a second are two seconds. Work for
   * clients that have gone counts as long as it is done; a process that hangs works no more.
   */
  busySlotTime(pod: number, now: Micros): Micros;
  /**
   * Counters of completed attempts, exact at `now` (ends ≤ now), since the start of the run. An attempt that was sent
   * to a pod counts under that pod's version whatever became of it; one that found no endpoint under no version.
   */
  readCounters(now: Micros, into: CounterReading): void;
  /** Ends the run and hands over everything counted in [start, end). */
  seal(): TrafficRecord;
}
