import { assert } from "../kernel/assert.ts";
import { mix32 } from "../kernel/hash.ts";
import { stream } from "../kernel/streams.ts";
import { type Micros, NEVER } from "../kernel/time.ts";
import type { Attempt } from "./attempt.ts";
import type { TrafficConfig } from "./plane.ts";
import { userBuckets } from "./userBuckets.ts";

/** Which of several clusters a user's requests go to, at any instant. */
export interface Residents {
  /** @param at not before the latest change of the weights */
  clusterOf(user: number, at: Micros): number;
}

/** A request that arrives now goes to another cluster than the plane's. */
export function isElsewhere({ residents }: Pick<TrafficConfig, "residents">, { user, at }: Attempt): boolean {
  return residents !== undefined && residents.of.clusterOf(user, at) !== residents.cluster;
}

export interface HomesOptions {
  readonly seed: string;
  readonly users: number;
  /** Share of the users that live at each cluster, 0–1; they sum to one. */
  readonly shares: readonly number[];
  /** How long a client keeps the address it was given, µs (TTL of the name): 0, and every change holds at once. */
  readonly ttl: Micros;
}

/**
 * Everybody's home, and where the name of the service leads meanwhile. Users live at a cluster by a hash, so that who is
 * hurt by a release in one cluster is bounded by that cluster's share. When a cluster is given less weight than it has
 * residents, the missing part of them goes to the others, each user always to the same one; who lives elsewhere stays
 * where he is. A client hears of it when its own copy of the address has run out, somewhere within the TTL.
 */
export class Homes implements Residents {
  /** [user] */
  readonly home: Uint8Array;
  private readonly options: HomesOptions;
  /** [user] where he is sent, and from `movesAt` on. */
  private readonly present: Uint8Array;
  private readonly next: Uint8Array;
  private readonly movesAt: Float64Array;
  /** [user] his place among those that have to go, and where to, 0–1. */
  private readonly patience: Float64Array;
  private readonly choice: Float64Array;
  private readonly key: number;
  /** Of each cluster: the part of its residents that it still serves, 0–1. */
  private readonly open: number[];

  constructor(options: HomesOptions) {
    const { seed, users, shares } = options;
    assert(shares.length > 0 && shares.length <= 255, `${shares.length} clusters`);
    this.options = options;
    this.home = homesOf(userBuckets(`home/${seed}`, users), shares);
    this.present = this.home.slice();
    this.next = this.home.slice();
    this.movesAt = new Float64Array(users).fill(NEVER);
    this.patience = userBuckets(`away/${seed}`, users);
    this.choice = userBuckets(`refuge/${seed}`, users);
    this.key = stream(seed, "resolvers").bits();
    this.open = shares.map(() => 1);
  }

  clusterOf(user: number, at: Micros): number {
    return at >= (this.movesAt[user] as number) ? (this.next[user] as number) : (this.present[user] as number);
  }

  /** From `now` on the cluster serves only this part of its residents, 0–1. */
  keep(cluster: number, part: number, now: Micros): void {
    this.open[cluster] = part;
    for (let user = 0; user < this.home.length; user++) {
      const goal = this.goalOf(user);
      if (now >= (this.movesAt[user] as number)) this.present[user] = this.next[user] as number;
      const stays = this.present[user] === goal;
      this.next[user] = goal;
      this.movesAt[user] = stays ? NEVER : this.renewalOf(user, now);
    }
  }

  /** Of its residents, the part that a cluster serves, 0–1. */
  partOf(cluster: number): number {
    return this.open[cluster] as number;
  }

  /** [cluster] share of the users that are sent there now, or will be when everybody has heard. */
  get shares(): readonly number[] {
    const counts = this.options.shares.map(() => 0);
    for (const cluster of this.next) counts[cluster] = (counts[cluster] as number) + 1;
    return counts.map((count) => count / this.next.length);
  }

  private goalOf(user: number): number {
    const home = this.home[user] as number;
    if ((this.patience[user] as number) < (this.open[home] as number)) return home;
    const { shares } = this.options;
    const room = shares.map((share, cluster) => (cluster === home ? 0 : share * (this.open[cluster] as number)));
    const whole = room.reduce((sum, share) => sum + share, 0);
    if (whole === 0) return home;
    let place = (this.choice[user] as number) * whole;
    const refuge = room.findIndex((share) => {
      place -= share;
      return place < 0;
    });
    return refuge < 0 ? home : refuge;
  }

  /** Its copy runs out at the client's own phase + k · TTL. */
  private renewalOf(user: number, now: Micros): Micros {
    const { ttl } = this.options;
    if (ttl === 0) return now;
    const phase = mix32(user ^ this.key) % ttl;
    return phase + Math.ceil((now - phase) / ttl) * ttl;
  }
}

/** Cluster 0 takes the places on [0, share), cluster 1 those after it, … */
function homesOf(places: Float64Array, shares: readonly number[]): Uint8Array {
  let sum = 0;
  const limits = shares.map((share) => {
    sum += share;
    return sum;
  });
  return Uint8Array.from(places, (place) => {
    const cluster = limits.findIndex((limit) => place < limit);
    return cluster < 0 ? shares.length - 1 : cluster;
  });
}
