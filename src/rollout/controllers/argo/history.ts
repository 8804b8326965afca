import { timeLeft } from "./scaling.ts";
import type { Sync } from "./sync.ts";

/**
 * Removes the oldest of the empty ReplicaSets that are neither current nor stable, beyond `revisionHistoryLimit`
 * (`rollout/sync.go:cleanupRollouts`). One that has pods, or waits for its deadline, is left alone and counts all the same.
 */
export function cleanHistory({ revisions, object, now }: Sync): void {
  const surplus = revisions.others.length - object.spec.revisionHistoryLimit;
  if (surplus <= 0) return;
  const oldestFirst = [...revisions.others].sort((a, b) => a.createdAt - b.createdAt || a.serial - b.serial);
  for (const set of oldestFirst.slice(0, surplus)) {
    const isEmpty = set.replicas === 0 && set.status.replicas === 0 && timeLeft(set, now) === null;
    if (isEmpty) object.cluster.deleteReplicaSet(set);
  }
}
