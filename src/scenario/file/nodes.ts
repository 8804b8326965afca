import * as v from "valibot";
import type { NodeSpec } from "../../cluster/types.ts";
import { parseBytes } from "../../quantity/bytes.ts";
import { judge, known } from "../../quantity/complaint.ts";
import { bytes, count, cpu, withDefault } from "../../quantity/index.ts";
import { DEFAULTS } from "../defaults.ts";
import { labels } from "./labels.ts";
import { taintsFile } from "./placement.ts";
import { label } from "./text.ts";

const { cluster } = DEFAULTS;

const size = {
  cpu: v.optional(
    cpu({ min: "1", max: "1000", description: { en: "Allocatable CPU of a node.", ko: "노드의 할당 가능 CPU." } }),
  ),
  memory: v.optional(
    bytes({
      min: "1Gi",
      max: "24Ti",
      description: { en: "Allocatable memory of a node.", ko: "노드의 할당 가능 메모리." },
    }),
  ),
};

const marks = {
  labels: labels({
    en: "Labels of the nodes, beside those that every node has.",
    ko: "모든 노드에 있는 것 외의 노드 레이블.",
  }),
  taints: taintsFile,
};

const poolFile = v.strictObject({
  name: label({
    en: "Name of the pool; its nodes are numbered after it.",
    ko: "풀 이름. 노드 이름은 여기에 번호를 붙입니다.",
  }),
  count: count({ min: 1, max: 5000, description: { en: "Number of nodes.", ko: "노드 수." } }),
  ...size,
  zones: v.optional(
    count({
      min: 1,
      max: 100,
      description: { en: "Zones its nodes are spread over.", ko: "풀의 노드가 퍼진 영역 수." },
    }),
  ),
  ...marks,
});

/** The nodes: one lot, or several pools; what a pool leaves out is as said beside them. */
export const nodesFile = v.pipe(
  v.strictObject({
    count: v.optional(
      count({
        min: 1,
        max: 5000,
        description: { en: "Number of nodes; as many as needed when left out.", ko: "노드 수. 생략하면 필요한 만큼." },
      }),
    ),
    ...size,
    zones: count({
      min: 1,
      max: 100,
      default: cluster.zones,
      description: { en: "Zones the nodes are spread over.", ko: "노드가 퍼진 영역 수." },
    }),
    ...marks,
    pools: withDefault(v.array(poolFile), []),
  }),
  v.rawCheck(
    judge(({ count: all, pools }) => {
      const names = pools.map(({ name }) => name);
      const twice = names.find((name, index) => names.indexOf(name) !== index);
      if (twice !== undefined) {
        return { code: "same-name", message: `two pools are called ${twice}`, fix: "give each pool a name of its own" };
      }
      if (all === undefined || pools.length === 0) return null;
      return { code: "no-effect", message: "each pool has a number of nodes of its own", fix: "leave count out" };
    }),
  ),
);

/** What the nodes must be able to carry. */
export interface Demand {
  readonly replicas: number;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

/** Pods per node at most (kubelet `maxPods`, Kubernetes v1.36). */
const PODS_PER_NODE = 110;

type NodesFile = v.InferOutput<typeof nodesFile>;

/**
 * Without a number of nodes there are enough for two and a half times the pods (blue/green needs twice), the same number
 * in each zone; without a size they are of the common size, or as large as two pods where a pod is larger than that.
 * 10 pods of 500m/512Mi: 8 on a node of 4 CPUs, so 25 pods need 4 nodes, and 6 to fill 3 zones evenly.
 */
export function toNodes(file: NodesFile, demand: Demand): readonly NodeSpec[] {
  const { labels: common, taints, pools, zones } = file;
  const cpuMilli = file.cpu ?? Math.max(cluster.nodeCpu * 1000, 2 * demand.cpuMilli);
  const memoryBytes = file.memory ?? Math.max(NODE_MEMORY, 2 * demand.memoryBytes);
  const shape = { cpuMilli, memoryBytes };
  if (pools.length === 0) {
    const needed = Math.ceil((2.5 * demand.replicas) / Math.max(1, podsPerNode(shape, demand)));
    const all = file.count ?? Math.ceil(needed / zones) * zones;
    return lot({ ...shape, ...marksOf({ labels: common, taints }) }, { name: "node", count: all, zones });
  }
  return pools.flatMap((pool) => {
    const own = { cpuMilli: pool.cpu ?? cpuMilli, memoryBytes: pool.memory ?? memoryBytes };
    const marked = marksOf({ labels: { ...common, ...pool.labels }, taints: [...taints, ...pool.taints] });
    const where = { name: pool.name, count: pool.count, zones: pool.zones ?? zones };
    return lot({ ...own, ...marked, pool: pool.name }, where);
  });
}

function lot(
  shape: Omit<NodeSpec, "name" | "zone">,
  { name, count: all, zones }: { readonly name: string; readonly count: number; readonly zones: number },
): readonly NodeSpec[] {
  return Array.from({ length: all }, (_, index) => ({
    name: `${name}-${index + 1}`,
    zone: `zone-${(index % zones) + 1}`,
    ...shape,
  }));
}

function marksOf({ labels: own, taints }: Pick<NodesFile, "labels" | "taints">): Pick<NodeSpec, "labels" | "taints"> {
  return {
    ...(Object.keys(own).length === 0 ? {} : { labels: own }),
    ...(taints.length === 0 ? {} : { taints: taints.map(({ value = "", ...taint }) => ({ ...taint, value })) }),
  };
}

const NODE_MEMORY = known(parseBytes(cluster.nodeMemory));

/** How many pods of this size a node holds. */
export function podsPerNode(node: Pick<NodeSpec, "cpuMilli" | "memoryBytes">, pod: Omit<Demand, "replicas">): number {
  const byCpu = pod.cpuMilli === 0 ? PODS_PER_NODE : Math.floor(node.cpuMilli / pod.cpuMilli);
  const byMemory = pod.memoryBytes === 0 ? PODS_PER_NODE : Math.floor(node.memoryBytes / pod.memoryBytes);
  return Math.min(PODS_PER_NODE, byCpu, byMemory);
}
