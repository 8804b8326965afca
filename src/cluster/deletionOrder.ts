import type { Micros } from "../kernel/time.ts";
import { leastOf } from "./leastOf.ts";
import type { PodPhase } from "./podPhase.ts";

/** What the ReplicaSet controller looks at when it chooses a victim. Times in µs; null: never written (Go's zero time). */
export interface DeletionCandidate {
  readonly uid: string;
  /** Empty: not on a node. */
  readonly nodeName: string;
  readonly phase: PodPhase;
  readonly ready: boolean;
  readonly readySince: Micros | null;
  readonly createdAt: Micros | null;
  /** Highest restart count over the regular containers, and over the sidecars. */
  readonly restarts: number;
  readonly sidecarRestarts: number;
  /** `controller.kubernetes.io/pod-deletion-cost` */
  readonly deletionCost: number;
}

/** How the choice is made; both are on in Kubernetes v1.36. */
export interface DeletionRules {
  readonly podDeletionCost: boolean;
  readonly logarithmicScaleDown: boolean;
}

const DELETION_RULES: DeletionRules = { podDeletionCost: true, logarithmicScaleDown: true };

export interface Ranked<P> {
  readonly pod: P;
  /** Active pods of the same workload on the pod's node. */
  readonly rank: number;
}

const PHASE_ORDER: Readonly<Record<PodPhase, number>> = { Pending: 0, Unknown: 1, Running: 2, Succeeded: 3, Failed: 4 };

/**
 * Whether `a` is deleted before `b`: not on a node, Pending, not ready, cheap to delete, crowded, ready for the shorter
 * time, restarted more often, younger. Ages are compared by their order of magnitude (powers of two of nanoseconds), and
 * equal ones by UID: among pods of about one age the victim is as good as random, so that no failure domain is emptied.
 * Kubernetes v1.36 `controller_utils.go:ActivePodsWithRanks.Less`.
 */
export function deletedBefore(
  a: Ranked<DeletionCandidate>,
  b: Ranked<DeletionCandidate>,
  when: { readonly now: Micros; readonly rules?: DeletionRules },
): boolean {
  const rules = when.rules ?? DELETION_RULES;
  const [p, q] = [a.pod, b.pod];
  if ((p.nodeName === "") !== (q.nodeName === "")) return p.nodeName === "";
  if (PHASE_ORDER[p.phase] !== PHASE_ORDER[q.phase]) return PHASE_ORDER[p.phase] < PHASE_ORDER[q.phase];
  if (p.ready !== q.ready) return !p.ready;
  if (rules.podDeletionCost && p.deletionCost !== q.deletionCost) return p.deletionCost < q.deletionCost;
  if (a.rank !== b.rank) return a.rank > b.rank;
  if (p.ready && q.ready && p.readySince !== q.readySince) {
    return youngerThan(p.readySince, q.readySince, ageComparison(p, q, when));
  }
  if (p.restarts !== q.restarts) return p.restarts > q.restarts;
  if (p.sidecarRestarts !== q.sidecarRestarts) return p.sidecarRestarts > q.sidecarRestarts;
  if (p.createdAt !== q.createdAt) return youngerThan(p.createdAt, q.createdAt, ageComparison(p, q, when));
  return false;
}

/** Out of which pods the victims are chosen, and how. */
export interface DeletionChoice<P> {
  readonly count: number;
  readonly now: Micros;
  /** Active pods of all ReplicaSets of the same owner on the pod's node: how crowded it is. */
  rankOf(pod: P): number;
}

/**
 * The `count` pods to delete out of `pods`, first victim first. The API server lists pods in no particular order: of two
 * that nothing tells apart the smaller UID goes, as good as random and yet the same in every run. Nothing is
 * compared when all of them go. Kubernetes v1.36 `replica_set.go:getPodsToDelete`,
 * `getPodsRankedByRelatedPodsOnSameNode`.
 */
export function getPodsToDelete<P extends DeletionCandidate>(
  pods: readonly P[],
  choice: DeletionChoice<NoInfer<P>>,
): P[] {
  const { count, now } = choice;
  if (count >= pods.length) return [...pods];
  const ranked = pods.map((pod) => ({ pod, rank: choice.rankOf(pod) }));
  const when = { now };
  const victims = leastOf(ranked, count, (a, b) => {
    return deletedBefore(a, b, when) || (a.pod.uid < b.pod.uid && !deletedBefore(b, a, when));
  });
  return victims.map(({ pod }) => pod);
}

/** How many of the related pods are on the node of each pod. */
export function rankByNode(related: Iterable<{ readonly nodeName: string }>): (pod: DeletionCandidate) => number {
  const onNode = new Map<string, number>();
  for (const { nodeName } of related) onNode.set(nodeName, (onNode.get(nodeName) ?? 0) + 1);
  return ({ nodeName }) => onNode.get(nodeName) ?? 0;
}

interface AgeComparison {
  readonly now: Micros;
  readonly logarithmic: boolean;
  readonly uids: readonly [string, string];
}

function ageComparison(
  p: DeletionCandidate,
  q: DeletionCandidate,
  { now, rules = DELETION_RULES }: { readonly now: Micros; readonly rules?: DeletionRules },
): AgeComparison {
  return { now, logarithmic: rules.logarithmicScaleDown, uids: [p.uid, q.uid] };
}

/** A time that was never written counts as the most recent one. */
function youngerThan(a: Micros | null, b: Micros | null, how: AgeComparison): boolean {
  if (a === null || b === null) return a === null;
  if (!how.logarithmic) return a > b;
  const difference = logarithmicAge(how.now - a) - logarithmicAge(how.now - b);
  return difference === 0 ? how.uids[0] < how.uids[1] : difference < 0;
}

/** floor(log2(age in ns)), −1 when there is no age: 1 s → 29, 1 min → 35, 1 h → 41. */
export function logarithmicAge(age: Micros): number {
  const ns = Math.floor(age * 1000);
  if (ns <= 0) return -1;
  const high = Math.floor(ns / 4_294_967_296);
  return high > 0 ? 63 - Math.clz32(high) : 31 - Math.clz32(ns);
}
