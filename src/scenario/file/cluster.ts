import * as v from "valibot";
import type { ClusterSpec } from "../../cluster/types.ts";
import type { Law } from "../../kernel/law.ts";
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
import { type Demand, nodesFile, toNodes } from "./nodes.ts";
import { label } from "./text.ts";

const { cluster } = DEFAULTS;

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
  pool: v.optional(
    label({
      en: "The pool that grows and shrinks; the first when left out.",
      ko: "늘고 줄어드는 풀. 생략하면 첫 번째.",
    }),
  ),
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
      minNodes: autoscaler.minNodes ?? nodes.filter(({ pool }) => pool === (autoscaler.pool ?? nodes[0]?.pool)).length,
      ...(autoscaler.pool === undefined ? {} : { pool: autoscaler.pool }),
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
