import type { Micros } from "../kernel/time.ts";

/** What a pod asks of a node. */
export interface Request {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

/** A pod that could be made to leave. */
export interface Preemptible extends Request {
  readonly priority: number;
  readonly startedAt: Micros;
}

/** A node with the pods on it that are not on their way out already, and what is free beside them. */
export interface PreemptionSite<V extends Preemptible> {
  readonly pods: readonly V[];
  readonly free: Request & { readonly pods: number };
}

/** The pods that have to leave a node. */
export interface Eviction<V extends Preemptible> {
  /** Position of the node among those asked about. */
  readonly place: number;
  readonly victims: readonly V[];
}

/**
 * Where the pod gets room by making pods of lower priority leave; null: nowhere. On each node as many of them as possible
 * stay, the more important and the older ones first. Among the nodes: the one whose most important victim matters least,
 * then the smallest sum of priorities, the fewest victims, the victims that started last, the first.
 * Kubernetes v1.36 `defaultpreemption/default_preemption.go:SelectVictimsOnNode`, `preemption.go:pickOneNodeForPreemption`.
 */
export function preempt<V extends Preemptible>(
  pod: Request & { readonly priority: number },
  sites: readonly PreemptionSite<V>[],
): Eviction<V> | null {
  let best: Eviction<V> | null = null;
  sites.forEach((site, place) => {
    const victims = victimsOn(pod, site);
    if (victims !== null && (best === null || isCheaper(victims, best.victims))) best = { place, victims };
  });
  return best;
}

function victimsOn<V extends Preemptible>(
  pod: Request & { readonly priority: number },
  { pods, free }: PreemptionSite<V>,
): V[] | null {
  const lower = pods.filter(({ priority }) => priority < pod.priority);
  if (lower.length === 0) return null;
  const room = { cpuMilli: free.cpuMilli, memoryBytes: free.memoryBytes, pods: free.pods };
  for (const one of lower) take(room, one, -1);
  take(room, pod, 1);
  if (!isEnough(room)) return null;
  const victims: V[] = [];
  for (const one of lower.toSorted((a, b) => b.priority - a.priority || a.startedAt - b.startedAt)) {
    take(room, one, 1);
    if (isEnough(room)) continue;
    take(room, one, -1);
    victims.push(one);
  }
  return victims;
}

type Room = { cpuMilli: number; memoryBytes: number; pods: number };

function take(room: Room, pod: Request, sign: 1 | -1): void {
  room.cpuMilli -= sign * pod.cpuMilli;
  room.memoryBytes -= sign * pod.memoryBytes;
  room.pods -= sign;
}

function isEnough({ cpuMilli, memoryBytes, pods }: Room): boolean {
  return cpuMilli >= 0 && memoryBytes >= 0 && pods >= 0;
}

function isCheaper(a: readonly Preemptible[], b: readonly Preemptible[]): boolean {
  const [first, second] = [weigh(a), weigh(b)];
  for (let i = 0; i < first.length; i++) {
    const difference = (first[i] as number) - (second[i] as number);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Priorities are shifted so that many unimportant victims never look cheaper than one (`preemption.go`). */
const INT32_SHIFT = 2_147_483_648;

/** What matters first comes first; less is better. */
function weigh(victims: readonly Preemptible[]): readonly number[] {
  const highest = Math.max(...victims.map(({ priority }) => priority));
  const sum = victims.reduce((total, { priority }) => total + priority + INT32_SHIFT, 0);
  const starts = victims.filter(({ priority }) => priority === highest).map(({ startedAt }) => startedAt);
  return [highest, sum, victims.length, -Math.min(...starts)];
}
