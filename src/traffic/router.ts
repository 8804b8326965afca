import { assert } from "../kernel/assert.ts";
import { murmur3 } from "../kernel/hash.ts";
import { type Attempt, NO_POD } from "./attempt.ts";
import type { Balancer, OpenAttempts } from "./balancers/balancer.ts";
import { BALANCERS } from "./balancers/index.ts";
import type { Draws } from "./draws.ts";
import { Endpoints } from "./endpoints.ts";
import type { BackendId, Route, TrafficConfig } from "./plane.ts";

/** What the router may know about pods besides their open attempts: whether a kept-alive connection still holds. */
export interface Connections extends OpenAttempts {
  /** A new positive number each time the pod's process comes up; not positive while it accepts no connection. */
  incarnation(pod: number): number;
}

/**
 * Finds the pod for an attempt: a side of the route by weight or by the user's bucket, then an endpoint by the
 * balancer — or the pod at the other end of a connection that is still alive.
 */
export class Router {
  private readonly backends: Endpoints[] = [];
  private readonly balancer: Balancer;
  private readonly connections: Connections;
  private readonly draws: Draws;
  /** Upper ends of the sides on [0, 1), and the backends they lead to. */
  private limits: number[] = [];
  private sides: Endpoints[] = [];

  /** Sticky routing: [user] bucket in [0, 1). */
  private readonly buckets: Float64Array;
  /** Connections: [connection] its pod and the pod's incarnation. */
  private readonly connectedPod: Int32Array;
  private readonly connectedTo: Int32Array;

  constructor(config: TrafficConfig, draws: Draws, connections: Connections) {
    const { client, users, seed } = config;
    this.connections = connections;
    this.draws = draws;
    this.balancer = BALANCERS[config.balancer]({ draws, open: connections });
    this.buckets = client.routing === "sticky" ? userBuckets(seed, users.count) : new Float64Array(0);
    const count = client.routing === "perConnection" ? client.connections : 0;
    assert(client.routing !== "perConnection" || count > 0, "connections to keep alive, but none allowed");
    this.connectedPod = new Int32Array(count).fill(NO_POD);
    this.connectedTo = new Int32Array(count);
  }

  setEndpoints(backend: BackendId, pods: readonly number[]): void {
    this.backend(backend).pods = Int32Array.from(pods);
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
    this.sides = sides.map(({ backend }) => this.backend(backend));
  }

  /** The pod that receives this attempt, `NO_POD` when the proxy knows none. */
  podFor(attempt: Attempt): number {
    return this.connectedPod.length === 0 ? this.choose(attempt) : this.alongConnection(attempt);
  }

  private choose(attempt: Attempt): number {
    const { sides } = this;
    const endpoints = sides.length === 1 ? (sides[0] as Endpoints) : this.sideOf(attempt);
    if (endpoints === undefined || endpoints.pods.length === 0) return NO_POD;
    if (endpoints.pods.length === 1) return endpoints.pods[0] as number;
    return this.balancer.pick(endpoints, attempt);
  }

  private sideOf(attempt: Attempt): Endpoints | undefined {
    const { limits, sides } = this;
    const place = this.buckets.length > 0 ? (this.buckets[attempt.user] as number) : this.draws.side(attempt);
    let i = 0;
    while (i + 1 < limits.length && place >= (limits[i] as number)) i++;
    return sides[i];
  }

  private alongConnection(attempt: Attempt): number {
    const connection = attempt.user % this.connectedPod.length;
    const connected = this.connectedPod[connection] as number;
    if (connected !== NO_POD && this.connections.incarnation(connected) === this.connectedTo[connection]) {
      return connected;
    }
    const pod = this.choose(attempt);
    const incarnation = pod === NO_POD ? -1 : this.connections.incarnation(pod);
    this.connectedPod[connection] = incarnation > 0 ? pod : NO_POD;
    this.connectedTo[connection] = incarnation;
    return pod;
  }

  private backend(id: BackendId): Endpoints {
    const known = this.backends[id];
    if (known !== undefined) return known;
    const endpoints = new Endpoints();
    this.backends[id] = endpoints;
    return endpoints;
  }
}

/** Everyone's bucket, from a hash of release and user: the same user is always on the same side. */
function userBuckets(salt: string, count: number): Float64Array {
  const buckets = new Float64Array(count);
  for (let user = 0; user < count; user++) buckets[user] = murmur3(`${salt}/${user}`) / 4294967296;
  return buckets;
}
