import * as v from "valibot";
import type { ClusterSpec, NodeSpec } from "../../cluster/types.ts";
import type { Law } from "../../kernel/law.ts";
import { parseBytes } from "../../quantity/bytes.ts";
import { known } from "../../quantity/complaint.ts";
import {
  bandwidth,
  byShape,
  bytes,
  count,
  cpu,
  duration,
  law,
  number,
  withDefault,
  word,
  yesNo,
} from "../../quantity/index.ts";
import { DEFAULTS } from "../defaults.ts";
import { toNetwork, usualPropagation } from "./network.ts";

const { cluster } = DEFAULTS;

export const nodesFile = v.strictObject({
  count: v.optional(
    count({
      min: 1,
      max: 5000,
      description: { en: "Number of nodes; as many as needed when left out.", ko: "노드 수. 생략하면 필요한 만큼." },
    }),
  ),
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
  zones: count({
    min: 1,
    max: 100,
    default: cluster.zones,
    description: { en: "Zones the nodes are spread over.", ko: "노드가 퍼진 영역 수." },
  }),
});

const PROPAGATION = {
  en: "From a changed endpoint to the proxy that knows it; left out: about 1s with one proxy, 100ms to kube-proxies, which then wait for their turn to write.",
  ko: "엔드포인트 변경부터 프록시가 알기까지. 생략하면 프록시 하나일 때 약 1s, kube-proxy까지는 100ms이고 쓰기 순서를 더 기다립니다.",
};
const hop = { max: "10m", default: cluster.endpointPropagation, description: PROPAGATION };

/** One span for both ways, or a law for endpoints that come and one for those that go. */
const propagationFile = byShape(
  {
    plain: v.pipe(
      duration({ max: "10m", description: PROPAGATION }),
      v.transform((value): ClusterSpec["propagation"] => {
        const both: Law = { law: "deterministic", value };
        return { add: both, remove: both };
      }),
    ),
    mapping: v.strictObject({ add: law(hop), remove: law(hop) }),
  },
  { description: PROPAGATION },
);

const backgroundFile = v.strictObject({
  podsPerNode: count({
    min: 1,
    max: 110,
    default: 1,
    description: { en: "Pods of others on every node.", ko: "노드마다 있는 다른 파드 수." },
  }),
  cpu: cpu({ max: "1000", description: { en: "CPU request of each.", ko: "각 파드의 CPU 요청량." } }),
  memory: bytes({
    max: "24Ti",
    default: "0Mi",
    description: { en: "Memory request of each.", ko: "각 파드의 메모리 요청량." },
  }),
  priority: count({
    max: 1_000_000_000,
    default: 0,
    description: { en: "Their priority.", ko: "각 파드의 우선순위." },
  }),
  ownedBy: word(["replicaSet", "daemonSet"], {
    default: "replicaSet",
    description: {
      en: "Pods of a DaemonSet stay when their node is drained.",
      ko: "데몬셋의 파드는 노드를 비워도 남습니다.",
    },
  }),
});

const autoscalerFile = v.strictObject({
  minNodes: v.optional(
    count({
      min: 1,
      max: 5000,
      description: { en: "Nodes at least; left out: those of the start.", ko: "최소 노드 수. 생략하면 처음의 수." },
    }),
  ),
  maxNodes: count({ min: 1, max: 5000, description: { en: "Nodes at most.", ko: "최대 노드 수." } }),
  nodeBoot: law({
    max: "1h",
    default: cluster.nodeBoot,
    description: { en: "From the request for a node until it is ready.", ko: "노드 요청부터 준비까지." },
  }),
});

const controllerClientFile = v.strictObject({
  qps: number({
    min: 0.1,
    max: 100_000,
    default: cluster.controllerClient.qps,
    description: { en: "Pods created or deleted per second in the long run.", ko: "초당 생성·삭제할 수 있는 파드 수." },
  }),
  burst: count({
    min: 1,
    max: 100_000,
    default: cluster.controllerClient.burst,
    description: { en: "Pods created or deleted at once.", ko: "한꺼번에 생성·삭제할 수 있는 파드 수." },
  }),
});

export const clusterFile = v.strictObject({
  nodes: withDefault(nodesFile, {}),
  background: withDefault(v.nullable(backgroundFile), null),
  autoscaler: withDefault(v.nullable(autoscalerFile), null),
  controllerClient: withDefault(v.nullable(controllerClientFile), {}),
  watchLatency: duration({
    max: "1m",
    default: cluster.watchLatency,
    description: { en: "From a write to the API to whoever watches it.", ko: "API 쓰기부터 지켜보는 쪽이 알기까지." },
  }),
  sandbox: law({
    max: "10m",
    default: cluster.sandbox,
    description: { en: "Sandbox, volumes and network of a new pod.", ko: "새 파드의 샌드박스, 볼륨, 네트워크 준비." },
  }),
  imagePull: bandwidth({
    min: "1k/s",
    default: cluster.imagePull,
    description: { en: "Speed of pulling and unpacking an image on a node.", ko: "노드가 이미지를 받아 푸는 속도." },
  }),
  newImageCached: yesNo({
    default: cluster.newImageCached,
    description: { en: "The nodes have the new image already.", ko: "노드에 새 이미지가 이미 있습니다." },
  }),
  endpointPropagation: v.optional(propagationFile),
});

/** What the nodes must be able to carry. */
export interface Demand {
  readonly replicas: number;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

/** Pods per node at most (kubelet `maxPods`, Kubernetes v1.36). */
const PODS_PER_NODE = 110;

/** What a file says of the cluster and of the way into it. */
export type ClusterWritten = v.InferOutput<typeof clusterFile> & { readonly network: Parameters<typeof toNetwork>[0] };

/** The cluster as the rehearsal needs it. */
export function toCluster(file: ClusterWritten, demand: Demand): ClusterSpec {
  const nodes = toNodes(file.nodes, demand);
  const network = toNetwork(file.network);
  const { background, autoscaler, controllerClient } = file;
  return {
    nodes,
    background: background && {
      podsPerNode: background.podsPerNode,
      cpuMilli: background.cpu,
      memoryBytes: background.memory,
      priority: background.priority,
      ownedBy: background.ownedBy,
    },
    autoscaler: autoscaler && {
      minNodes: autoscaler.minNodes ?? nodes.length,
      maxNodes: autoscaler.maxNodes,
      nodeBoot: autoscaler.nodeBoot,
    },
    clientLimits: controllerClient && { perSecond: controllerClient.qps, burst: controllerClient.burst },
    watchLatency: file.watchLatency,
    sandbox: file.sandbox,
    pullBytesPerSecond: file.imagePull,
    newImageCached: file.newImageCached,
    propagation: file.endpointPropagation ?? usualPropagation(network),
    network,
  };
}

/**
 * Without a number of nodes there are enough for two and a half times the pods (blue/green needs twice), the same number
 * in each zone; without a size they are of the common size, or as large as two pods where a pod is larger than that.
 * 10 pods of 500m/512Mi: 8 on a node of 4 CPUs, so 25 pods need 4 nodes, and 6 to fill 3 zones evenly.
 */
function toNodes(file: v.InferOutput<typeof nodesFile>, demand: Demand): readonly NodeSpec[] {
  const cpuMilli = file.cpu ?? Math.max(cluster.nodeCpu * 1000, 2 * demand.cpuMilli);
  const memoryBytes = file.memory ?? Math.max(NODE_MEMORY, 2 * demand.memoryBytes);
  const fits = podsPerNode({ cpuMilli, memoryBytes }, demand);
  const needed = Math.ceil((2.5 * demand.replicas) / Math.max(1, fits));
  const count = file.count ?? Math.ceil(needed / file.zones) * file.zones;
  return Array.from({ length: count }, (_, index) => ({
    name: `node-${index + 1}`,
    zone: `zone-${(index % file.zones) + 1}`,
    cpuMilli,
    memoryBytes,
  }));
}

const NODE_MEMORY = known(parseBytes(cluster.nodeMemory));

/** How many pods of this size a node holds. */
export function podsPerNode(node: Pick<NodeSpec, "cpuMilli" | "memoryBytes">, pod: Omit<Demand, "replicas">): number {
  const byCpu = pod.cpuMilli === 0 ? PODS_PER_NODE : Math.floor(node.cpuMilli / pod.cpuMilli);
  const byMemory = pod.memoryBytes === 0 ? PODS_PER_NODE : Math.floor(node.memoryBytes / pod.memoryBytes);
  return Math.min(PODS_PER_NODE, byCpu, byMemory);
}
