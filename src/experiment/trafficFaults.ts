import type { TrafficEffects, Undo } from "../faults/world.ts";
import { assert } from "../kernel/assert.ts";
import type { RetryPolicy } from "../traffic/plane.ts";
import {
  NO_POD_TROUBLE,
  NO_VERSION_TROUBLE,
  type PodTrouble,
  type Troubles,
  type VersionTrouble,
} from "../traffic/troubles.ts";
import type { Reaching } from "./faultEffects.ts";

/** A pod by its number in the cluster at a place among so many. */
export interface PodThere {
  readonly id: number;
  readonly index: number;
  readonly of: number;
}

/** The number by which faults call a pod, which is no other pod's in any cluster: with one cluster, its own. */
export function podAnywhere({ id, index, of }: PodThere): number {
  return id * of + index;
}

function podThere(pod: number, of: number): PodThere {
  return { id: Math.floor(pod / of), index: pod % of, of };
}

type Change = (before: PodTrouble) => PodTrouble;

/** Trouble on the way to the pods of some nodes. */
interface Way {
  readonly nodes: readonly string[] | "all";
  readonly change: Change;
}

const NEW = 1;

/** What faults do to the traffic: before the run (the clients' policy) and in it. Whatever several of them do adds up. */
export class TrafficFaults implements TrafficEffects {
  retries: RetryPolicy;
  private readonly reach: Reaching;
  private readonly factors = new Set<{ readonly factor: number }>();
  private readonly ways = new Set<Way>();
  /** By pod: what is wrong with its present process. */
  private readonly processes = new Map<number, Set<Change>>();
  private readonly unresolved = new Set<{ readonly share: number }>();
  private readonly heat = new Set<{ readonly share: number }>();
  private newVersion: VersionTrouble = NO_VERSION_TROUBLE;

  constructor(reach: Reaching, retries: RetryPolicy) {
    this.reach = reach;
    this.retries = retries;
  }

  changeRetries(change: (before: RetryPolicy) => RetryPolicy): void {
    this.retries = change(this.retries);
  }

  multiplyRate(factor: number): Undo {
    return this.hold(this.factors, { factor }, () => this.tellRate());
  }

  troubleWay(nodes: readonly string[] | "all", change: Change): Undo {
    return this.hold(this.ways, { nodes, change }, () => {
      const { clusters } = this.reach();
      clusters.forEach(({ cluster }, index) => {
        for (const { gone, id } of cluster.pods)
          if (!gone) this.tellPod(podAnywhere({ id, index, of: clusters.length }));
      });
    });
  }

  troublePod(pod: number, change: Change): Undo {
    const troubles = this.processes.get(pod) ?? new Set<Change>();
    this.processes.set(pod, troubles);
    troubles.add(change);
    this.tellPod(pod);
    return () => {
      // The process it was about may have ended since.
      if (troubles.delete(change)) this.tellPod(pod);
    };
  }

  /** A process of the pod begins: what was wrong with the last one is over, what is wrong with the way to it is not. */
  processIsUp(pod: number): void {
    const had = this.processes.get(pod);
    this.processes.delete(pod);
    had?.clear();
    if (had !== undefined || this.ways.size > 0) this.tellPod(pod);
  }

  troubleNewVersion(change: (before: VersionTrouble) => VersionTrouble): void {
    this.newVersion = change(this.newVersion);
    this.disturb((troubles) => troubles.setVersion(NEW, this.newVersion));
  }

  failNames(share: number): Undo {
    return this.hold(this.unresolved, { share }, () => {
      const found = [...this.unresolved].reduce((product, other) => product * (1 - other.share), 1);
      this.disturb((troubles) => troubles.setUnresolved(1 - found));
    });
  }

  /** What comes on top raises the rate: a share of one half doubles it. */
  heatUser(share: number): Undo {
    const undoRate = this.multiplyRate(1 / (1 - share));
    const undoHeat = this.hold(this.heat, { share }, () => {
      const others = [...this.heat].reduce((product, other) => product * (1 - other.share), 1);
      this.disturb((troubles) => troubles.setHotUser(1 - others));
    });
    return () => {
      undoHeat();
      undoRate();
    };
  }

  private hold<T>(held: Set<T>, item: T, tell: () => void): Undo {
    held.add(item);
    tell();
    return () => {
      assert(held.delete(item), "an effect is taken back once");
      tell();
    };
  }

  private tellRate(): void {
    const { clusters, kernel } = this.reach();
    const together = [...this.factors].reduce((product, { factor }) => product * factor, 1);
    for (const { plane } of clusters) plane.setRateFactor(together, kernel.now);
  }

  private tellPod(pod: number): void {
    const { clusters, kernel } = this.reach();
    const { id, index } = podThere(pod, clusters.length);
    const at = clusters[index];
    const node = at?.cluster.pods[id]?.nodeName ?? "";
    const ways = [...this.ways].filter(({ nodes }) => nodes === "all" || nodes.includes(node));
    const changes = [...ways.map(({ change }) => change), ...(this.processes.get(pod) ?? [])];
    const trouble = changes.reduce((before, change) => change(before), NO_POD_TROUBLE);
    at?.plane.disturb((troubles) => troubles.setPod(id, changes.length === 0 ? null : trouble), kernel.now);
  }

  private disturb(change: (troubles: Troubles) => void): void {
    const { clusters, kernel } = this.reach();
    for (const { plane } of clusters) plane.disturb(change, kernel.now);
  }
}
