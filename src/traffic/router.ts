import { assert } from "../kernel/assert.ts";
import { Affinity } from "./affinity.ts";
import { Attempt, NO_POD } from "./attempt.ts";
import type { Balancer, Proposal } from "./balancers/balancer.ts";
import { BALANCERS } from "./balancers/index.ts";
import { type Connections, KeptConnections } from "./connections.ts";
import type { Draws } from "./draws.ts";
import { Endpoints, type EndpointsChange } from "./endpoints.ts";
import { Entrances, NO_PROXY } from "./entrances.ts";
import type { BackendId, Mirror, ProxyView, Route, TrafficConfig } from "./plane.ts";
import type { Troubles } from "./troubles.ts";
import { userBuckets } from "./userBuckets.ts";

/** Requests that arrive one after the other, row by row, and the pods proposed for each. */
export interface ArrivedRows {
  readonly request: Int32Array;
  readonly user: Int32Array;
  readonly pod: Int32Array;
  readonly rival: Int32Array;
}

/**
 * Finds the pod for an attempt: the proxy it comes through, a side of the route by weight or by the user's bucket, then an
 * endpoint that this proxy knows by the balancer — or the pod at the other end of a connection that is still alive.
 */
export class Router {
  /** Whoever may keep a client from finding the service's address. */
  troubles: Troubles | null = null;
  /** By backend, then by proxy: [backend × proxies + proxy]. */
  private readonly backends: Endpoints[] = [];
  private readonly balancer: Balancer;
  private readonly draws: Draws;
  private readonly connections: Connections;
  private readonly proxies: number;
  private readonly entrances: Entrances;
  private readonly affinity: TrafficConfig["affinity"] | undefined;
  /** Whoever opens connections: users, or with kept connections these. */
  private readonly clients: number;
  private readonly kept: KeptConnections | null;
  /** Upper ends of the sides on [0, 1). */
  private limits: number[] = [];
  /** [side × proxies + proxy] */
  private sides: Endpoints[] = [];
  /** Sticky routing: [user] bucket in [0, 1). */
  private readonly sticky: Float64Array;
  /** The same or, where users are pinned, the places they are pinned to; empty: each attempt is drawn by itself. */
  private buckets: Float64Array;
  private mirror: Mirror | null = null;
  /** The proxy that the attempt in hand came through. */
  private proxy = 0;
  private readonly proposal: Proposal = { pod: NO_POD, rival: NO_POD };
  /** Stands for each of many requests in turn. */
  private readonly seeker = new Attempt();

  constructor(config: TrafficConfig, draws: Draws, connections: Connections) {
    const { client, users, seed } = config;
    const use = config.proxies ?? { count: 1, through: "client" };
    this.draws = draws;
    this.proxies = use.count;
    this.entrances = new Entrances(use, draws);
    this.affinity = config.affinity;
    this.balancer = BALANCERS[config.balancer]({ draws });
    this.connections = connections;
    this.sticky = client.routing === "sticky" ? userBuckets(seed, users.count) : new Float64Array(0);
    this.buckets = this.sticky;
    this.kept = client.routing === "perConnection" ? new KeptConnections(client.connections, connections) : null;
    this.clients = client.routing === "perConnection" ? client.connections : users.count;
  }

  setEndpoints(backend: BackendId, pods: readonly number[]): void {
    for (let proxy = 0; proxy < this.proxies; proxy++) this.view({ backend, proxy }).set(pods);
  }

  changeEndpoints(of: ProxyView, change: EndpointsChange): void {
    this.view(of).change(change);
  }

  setEntrances(proxies: readonly number[]): void {
    this.entrances.set(proxies);
  }

  closeConnections(which: { readonly proxy: number } | { readonly pod: number }): void {
    this.kept?.close(which);
  }

  /**
   * The sides lie on [0, 1) from the highest backend number down: a newer backend takes the low buckets, and when its
   * weight grows users come to it and none goes back.
   */
  setRoute(route: Route): void {
    const sides = route.filter(({ weight }) => weight > 0).sort((a, b) => b.backend - a.backend);
    assert(sides.length > 0, "a route without weight");
    const whole = sides.reduce((sum, { weight }) => sum + weight, 0);
    let below = 0;
    this.limits = sides.map(({ weight }) => {
      below += weight;
      return below / whole;
    });
    const numbers = Array.from({ length: this.proxies }, (_, proxy) => proxy);
    this.sides = sides.flatMap(({ backend }) => numbers.map((proxy) => this.view({ backend, proxy })));
  }

  pinUsers(places: Float64Array | null): void {
    this.buckets = places ?? this.sticky;
  }

  setMirror(mirror: Mirror | null): void {
    this.mirror = mirror;
  }

  /**
   * The pod that receives a copy of the attempt, which has just been given its own; `NO_POD` when none does. The proxy
   * that sent the attempt sends the copy.
   */
  mirrorFor(attempt: Attempt): number {
    const { mirror } = this;
    if (mirror === null || !this.draws.isMirrored(attempt, mirror.share)) return NO_POD;
    return this.pick(this.view({ backend: mirror.backend, proxy: Math.max(0, this.proxy) }), attempt);
  }

  get isMirroring(): boolean {
    return this.mirror !== null;
  }

  /** Where a request goes does not depend on what became of the one before: pods can be proposed for many at once. */
  get isPlain(): boolean {
    return this.kept === null && this.proxies === 1 && !this.affinity && this.mirror === null;
  }

  /** Proposes pods for the first attempts in the rows from … to − 1. Only while `isPlain`, and nobody is in trouble. */
  proposeAll(rows: ArrivedRows, from: number, to: number): void {
    const { limits, sides, proposal, seeker } = this;
    for (let row = from; row < to; row++) {
      seeker.request = rows.request[row] as number;
      let side = 0;
      if (limits.length > 1) {
        seeker.user = rows.user[row] as number;
        side = this.sideOf(seeker);
      }
      this.propose(sides[side], seeker);
      rows.pod[row] = proposal.pod;
      rows.rival[row] = proposal.rival;
    }
  }

  /** The pod that receives this attempt, `NO_POD` when the proxy knows none. */
  podFor(attempt: Attempt): number {
    const { kept } = this;
    if (kept === null) return this.choose(attempt, attempt.user);
    const connection = attempt.user % this.clients;
    const connected = kept.podOf(connection);
    if (connected !== NO_POD) return connected;
    const pod = this.choose(attempt, connection);
    kept.open(connection, pod, this.proxy);
    return pod;
  }

  private choose(attempt: Attempt, client: number): number {
    const { limits, proxies, sides, troubles } = this;
    if (troubles !== null && !troubles.isQuiet && troubles.isUnresolved(attempt)) return NO_POD;
    const side = limits.length === 1 ? 0 : this.sideOf(attempt);
    let endpoints = sides[side];
    if (proxies > 1) {
      this.proxy = this.entrances.choose(attempt, client);
      if (this.proxy === NO_PROXY) return NO_POD;
      endpoints = sides[side * proxies + this.proxy];
    }
    if (endpoints === undefined || endpoints.affinity === null) return this.pick(endpoints, attempt);
    return endpoints.pods.length === 0 ? NO_POD : this.again(endpoints, attempt, client);
  }

  private pick(endpoints: Endpoints | undefined, attempt: Attempt): number {
    this.propose(endpoints, attempt);
    const { pod, rival } = this.proposal;
    if (rival === NO_POD) return pod;
    const { connections } = this;
    return connections.openAttempts(rival, attempt) < connections.openAttempts(pod, attempt) ? rival : pod;
  }

  private propose(endpoints: Endpoints | undefined, attempt: Attempt): void {
    const { proposal } = this;
    const count = endpoints === undefined ? 0 : endpoints.pods.length;
    if (count > 1) {
      this.balancer.propose(endpoints as Endpoints, attempt, proposal);
    } else {
      proposal.pod = count === 0 ? NO_POD : ((endpoints as Endpoints).pods[0] as number);
      proposal.rival = NO_POD;
    }
  }

  /** The client's pod of last time, if there is one. */
  private again(endpoints: Endpoints, attempt: Attempt, client: number): number {
    const affinity = endpoints.affinity as Affinity;
    const seen = this.affinity?.client === "entrance" ? 0 : client;
    const known = affinity.podOf(seen, attempt.at);
    const pod = known !== NO_POD && endpoints.has(known) ? known : this.pick(endpoints, attempt);
    affinity.note(seen, pod, attempt.at);
    return pod;
  }

  private sideOf(attempt: Attempt): number {
    const { limits } = this;
    const place = this.buckets.length > 0 ? (this.buckets[attempt.user] as number) : this.draws.side(attempt);
    let i = 0;
    while (i + 1 < limits.length && place >= (limits[i] as number)) i++;
    return i;
  }

  private view({ backend, proxy }: ProxyView): Endpoints {
    assert(proxy < this.proxies, `proxy ${proxy} of ${this.proxies}`);
    const place = backend * this.proxies + proxy;
    let known = this.backends[place];
    if (known === undefined) {
      const { affinity } = this;
      const clients = affinity?.client === "entrance" ? 1 : this.clients;
      known = new Endpoints(affinity ? new Affinity(clients, affinity.timeout) : null);
      this.backends[place] = known;
    }
    return known;
  }
}
