import type { Micros } from "../../kernel/time.ts";
import { clusterRun } from "../../record/clusterRun.ts";
import type { PodRecord, Run } from "../../record/run.ts";

/** How a lane's pods stand in groups: by version, or with several clusters by cluster, where the form tells the version. */
export interface PodGroups {
  /** [group] */
  readonly names: readonly string[];
  /** [pod] */
  readonly of: Uint8Array;
}

export function podGroups({ clusters, versions, pods }: Pick<Run, "clusters" | "versions" | "pods">): PodGroups {
  if (clusters === undefined)
    return { names: versions.map(({ name }) => name), of: Uint8Array.from(pods, ({ version }) => version) };
  const of = new Uint8Array(pods.length);
  clusters.forEach(({ pods: { first, count } }, cluster) => {
    of.fill(cluster, first, first + count);
  });
  return { names: clusters.map(({ name }) => name), of };
}

/** The pods of one group. */
export function podsOfGroup(pods: readonly PodRecord[], groups: PodGroups, group: number): readonly PodRecord[] {
  return pods.filter(({ id }) => groups.of[id] === group);
}

/**
 * [version]: share of new requests that go its way at `at`: the router's weights where it splits by weight, else the
 * share of the endpoints the proxy knows; with several clusters, of each as much as users are sent there. All zero: nowhere.
 */
export function trafficShares(run: Run, at: Micros): readonly number[] {
  if (run.clusters === undefined) return sharesIn(run, at);
  const parts = run.clusters.map((cluster) => ({
    sent: sentTo(cluster.sent, at),
    shares: sharesIn(clusterRun(run, cluster), at),
  }));
  return run.versions.map((_, version) =>
    parts.reduce((sum, { sent, shares }) => sum + sent * (shares[version] ?? 0), 0),
  );
}

/** What a group is given: a share of all requests, and which version gets the larger part of it. */
export interface GroupTraffic {
  readonly share: number;
  readonly role: "old" | "new";
}

/** [group] */
export function groupTraffic(run: Run, at: Micros): readonly GroupTraffic[] {
  if (run.clusters === undefined) {
    const shares = sharesIn(run, at);
    return run.versions.map(({ role }, version) => ({ share: shares[version] ?? 0, role }));
  }
  return run.clusters.map((cluster) => {
    const shares = sharesIn(clusterRun(run, cluster), at);
    const isServing = shares.some((share) => share > 0);
    const fresh = run.versions.findIndex(({ role }) => role === "new");
    return { share: isServing ? sentTo(cluster.sent, at) : 0, role: (shares[fresh] ?? 0) > 0.5 ? "new" : "old" };
  });
}

function sentTo(sent: readonly { readonly at: Micros; readonly share: number }[], at: Micros): number {
  return sent.findLast((step) => step.at <= at)?.share ?? 0;
}

function sharesIn(run: Run, at: Micros): readonly number[] {
  const routed = run.versions.map(() => 0);
  for (const pod of run.pods) {
    for (const { start, end } of pod.routed) {
      if (at >= start && at < end) routed[pod.version] = (routed[pod.version] ?? 0) + 1;
    }
  }
  const total = routed.reduce((sum, count) => sum + count, 0);
  if (total === 0) return routed;
  const weight = weightAt(run, at);
  if (weight === null) return routed.map((count) => count / total);
  return run.versions.map(({ role }) => (role === "new" ? weight : 1 - weight));
}

/** Weight of the new version, null when no router splits by weight (yet). */
function weightAt({ rollout }: Run, at: Micros): number | null {
  return rollout.weights.findLast((step) => step.at <= at)?.weight ?? null;
}
