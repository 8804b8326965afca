import * as v from "valibot";
import { type Complaint, quoted } from "../../quantity/complaint.ts";
import { count, judge, name, share, withDefault } from "../../quantity/index.ts";
import { printShare } from "../../quantity/share.ts";
import { RUN_LIMITS } from "../limits.ts";
import type { ClusterPlace } from "../scenario.ts";
import { type ClusterWritten, toCluster } from "./cluster.ts";
import { type Demand, nodesFile } from "./nodes.ts";
import { label } from "./text.ts";

/** More of them would not be told apart. */
const CLUSTERS_MAX = 30;

const clusterEntry = v.strictObject({
  name: label({ en: "Name of the cluster, the region or the zone.", ko: "클러스터, 리전 또는 존의 이름." }),
  share: v.optional(
    share({
      description: {
        en: "Share of the users who live there; left out: an equal part of what the others leave.",
        ko: "이곳 사용자의 비율. 생략하면 나머지를 똑같이 나눕니다.",
      },
    }),
  ),
  replicas: v.optional(
    count({
      min: 1,
      max: RUN_LIMITS.replicas,
      description: {
        en: "Pods there; left out: its share of the service's, rounded up.",
        ko: "이곳의 파드 수. 생략하면 서비스 파드 수에 비율을 곱해 올림합니다.",
      },
    }),
  ),
  nodes: v.optional(nodesFile),
  labels: withDefault(
    v.record(v.string(), name({ description: { en: "What it is selected by.", ko: "선택에 쓰는 값." } })),
    {},
  ),
});

type Entry = v.InferOutput<typeof clusterEntry>;

/** What a file says of its clusters. */
export type ClustersWritten = readonly Entry[];

/** Several clusters, each with users of its own; empty: the one of `cluster:`. */
export const clustersFile = withDefault(
  v.pipe(
    v.array(clusterEntry),
    v.maxLength(CLUSTERS_MAX),
    v.rawCheck(judge((entries) => sharesObjection(entries) ?? namesObjection(entries))),
  ),
  [],
);

function namesObjection(entries: readonly Entry[]): Complaint | null {
  const twice = entries.find((entry, index) => entries.findIndex((other) => other.name === entry.name) < index);
  if (twice === undefined) return null;
  const message = `two clusters are called ${quoted(twice.name)}`;
  return { code: "duplicate-name", message, fix: "give each a name of its own" };
}

/** Shares are percentages that people write: a millionth more or less is meant as nothing. */
const SLACK = 1e-6;

function sharesObjection(entries: readonly Entry[]): Complaint | null {
  if (entries.length === 0) return null;
  const given = entries.reduce((sum, entry) => sum + (entry.share ?? 0), 0);
  const isOpen = entries.some((entry) => entry.share === undefined);
  const isFull = isOpen ? given < 1 - SLACK : Math.abs(given - 1) <= SLACK;
  if (isFull) return null;
  const message = `the clusters' shares sum to ${printShare(given)}${isOpen ? ", which leaves nothing for the others" : ""}`;
  return { code: "shares-not-whole", message, fix: "make them sum to 100%, or leave them out" };
}

/** The clusters of a scenario; what an entry does not say is as in `cluster:` and `service:`. */
export function toClusters(
  entries: readonly Entry[],
  { written, demand }: { readonly written: ClusterWritten; readonly demand: Demand },
): readonly ClusterPlace[] {
  const given = entries.reduce((sum, entry) => sum + (entry.share ?? 0), 0);
  const open = entries.filter((entry) => entry.share === undefined).length;
  return entries.map(({ name, labels, ...entry }) => {
    const part = entry.share ?? (1 - given) / open;
    // 10 pods at 20 % are 2, although 10 × 0.2 may be a little more.
    const replicas = entry.replicas ?? Math.max(1, Math.ceil(demand.replicas * part - SLACK));
    const here = { ...written, nodes: { ...written.nodes, ...entry.nodes } };
    const cluster = toCluster(here, { ...demand, replicas });
    const nodes = cluster.nodes.map((node) => ({
      ...node,
      name: `${name}/${node.name}`,
      zone: `${name}/${node.zone}`,
    }));
    return { name, share: part, replicas, labels, cluster: { ...cluster, name, nodes } };
  });
}

/** Pods of all clusters together; null: there is one. */
export function replicasOf(clusters: readonly ClusterPlace[]): number | null {
  return clusters.length === 0 ? null : clusters.reduce((sum, { replicas }) => sum + replicas, 0);
}
