import type { Pod } from "./pod.ts";

/** The pods that traffic begins and ceases to reach, each in order of creation. */
export interface ReachChange {
  readonly added: readonly Pod[];
  readonly removed: readonly Pod[];
}

/** `fallback`: used only as long as nothing is preferred. */
export type Standing = "preferred" | "fallback" | "none";

/**
 * Where connections go: to the preferred pods, and when there is none to the others. Kept up change by change: a change
 * costs what it changes, not what there is.
 */
export class ReachedPods {
  private readonly standings = new Map<Pod, Standing>();
  private readonly reached = new Set<Pod>();
  private preferred = 0;

  /** How many pods connections go to now. */
  get size(): number {
    return this.reached.size;
  }

  get preferredCount(): number {
    return this.preferred;
  }

  /** In no particular order. */
  get pods(): Iterable<Pod> {
    return this.reached;
  }

  has(pod: Pod): boolean {
    return this.reached.has(pod);
  }

  change(standings: ReadonlyMap<Pod, Standing>): ReachChange {
    const hadPreferred = this.preferred > 0;
    for (const [pod, standing] of standings) {
      this.preferred += Number(standing === "preferred") - Number(this.standings.get(pod) === "preferred");
      if (standing === "none") this.standings.delete(pod);
      else this.standings.set(pod, standing);
    }
    // Between the preferred ones and the fallback everything changes sides; otherwise only what the change is about.
    const sidesChange = this.preferred > 0 !== hadPreferred;
    const touched = sidesChange ? [...this.reached, ...this.standings.keys()] : [];
    return this.revise(new Set([...touched, ...standings.keys()]));
  }

  private revise(pods: ReadonlySet<Pod>): ReachChange {
    const used: Standing = this.preferred > 0 ? "preferred" : "fallback";
    const added: Pod[] = [];
    const removed: Pod[] = [];
    for (const pod of pods) {
      const isUsed = this.standings.get(pod) === used;
      if (isUsed === this.reached.has(pod)) continue;
      if (isUsed) this.reached.add(pod);
      else this.reached.delete(pod);
      (isUsed ? added : removed).push(pod);
    }
    const byCreation = (a: Pod, b: Pod) => a.id - b.id;
    return { added: added.sort(byCreation), removed: removed.sort(byCreation) };
  }
}
