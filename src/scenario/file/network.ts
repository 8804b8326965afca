import * as v from "valibot";
import type { NetworkSpec } from "../../cluster/network.ts";
import type { ClusterSpec } from "../../cluster/types.ts";
import type { Law } from "../../kernel/law.ts";
import { count, duration, law, withDefault, word, yesNo } from "../../quantity/index.ts";
import { DEFAULTS } from "../defaults.ts";

const { network, cluster } = DEFAULTS;

const kubeProxyFile = v.strictObject({
  minSyncPeriod: duration({
    max: "1h",
    default: network.kubeProxy.minSyncPeriod,
    description: {
      en: "Rest between two writings of the rules.",
      ko: "규칙을 한 번 쓴 뒤 다음에 쓰기까지 최소 간격.",
    },
  }),
  sync: law({
    max: "10m",
    default: network.kubeProxy.sync,
    description: { en: "How long a writing of the rules takes.", ko: "규칙을 쓰는 데 걸리는 시간." },
  }),
});

const healthCheckFile = v.strictObject({
  interval: duration({
    min: "100ms",
    max: "10m",
    default: network.loadBalancer.interval,
    description: { en: "From one check of a target to the next.", ko: "대상 상태를 확인하는 간격." },
  }),
  healthyThreshold: count({
    min: 1,
    max: 100,
    default: network.loadBalancer.healthyThreshold,
    description: {
      en: "Passed checks in a row until an unhealthy target is healthy again; a new one needs one.",
      ko: "비정상 대상이 다시 정상이 되기까지 연속 성공 횟수. 새 대상은 한 번이면 됩니다.",
    },
  }),
  unhealthyThreshold: count({
    min: 1,
    max: 100,
    default: network.loadBalancer.unhealthyThreshold,
    description: {
      en: "Failed checks in a row until a target is unhealthy.",
      ko: "대상이 비정상이 되기까지 연속 실패 횟수.",
    },
  }),
});

const loadBalancerFile = v.strictObject({
  targets: word(["nodes", "pods"], {
    default: "nodes",
    description: {
      en: "What it connects to: node ports, and on through kube-proxy, or the pods themselves.",
      ko: "연결 대상: 노드 포트(이후 kube-proxy를 거침) 또는 파드.",
    },
  }),
  registration: law({
    max: "10m",
    default: network.loadBalancer.registration,
    description: {
      en: "From a changed endpoint to its registration or deregistration; for targets: pods.",
      ko: "엔드포인트 변경부터 등록·등록 취소까지(targets: pods).",
    },
  }),
  healthCheck: withDefault(healthCheckFile, {}),
  deregistrationDelay: duration({
    max: "1h",
    default: network.loadBalancer.deregistrationDelay,
    description: {
      en: "Kept connections to a deregistered pod are closed after this.",
      ko: "등록 취소된 파드로 유지되던 연결을 닫기까지의 시간.",
    },
  }),
});

/** How connections come in: the Kubernetes Service, kube-proxy, an external load balancer. */
export const networkFile = v.strictObject({
  entry: word(["proxy", "clients", "ingress", "nodePort", "loadBalancer"], {
    default: network.entry,
    description: {
      en: "One proxy in front of all; clients in the cluster, each through its node's kube-proxy; ingress pods on the nodes; any node's port; an external load balancer.",
      ko: "모두의 앞에 선 프록시 하나, 각자 노드의 kube-proxy를 거치는 클러스터 안 클라이언트, 노드 위의 인그레스 파드, 아무 노드의 포트, 또는 외부 로드 밸런서.",
    },
  }),
  nodes: v.optional(
    count({
      min: 1,
      max: 1000,
      description: {
        en: "Nodes, from the first on, that have clients, ingress pods or node ports in use; left out: all.",
        ko: "클라이언트·인그레스 파드·노드 포트가 있는 노드 수(첫 노드부터). 생략하면 전부.",
      },
    }),
  ),
  kubeProxy: withDefault(kubeProxyFile, {}),
  externalTrafficPolicy: word(["Cluster", "Local"], {
    default: "Cluster",
    description: {
      en: "Local: a node port leads only to pods of its own node; for nodePort and loadBalancer.",
      ko: "Local: 노드 포트는 자기 노드의 파드로만 보냅니다(nodePort, loadBalancer).",
    },
  }),
  publishNotReadyAddresses: yesNo({
    default: false,
    description: {
      en: "Endpoints count as ready whether their pods are or not.",
      ko: "파드가 준비되지 않아도 엔드포인트를 준비된 것으로 봅니다.",
    },
  }),
  sessionAffinity: word(["None", "ClientIP"], {
    default: "None",
    description: {
      en: "ClientIP: a proxy sends a client's connections to the same pod again. Clients behind an ingress look like one.",
      ko: "ClientIP: 프록시가 한 클라이언트의 연결을 같은 파드로 보냅니다. 인그레스 뒤의 클라이언트는 하나로 보입니다.",
    },
  }),
  sessionAffinityTimeout: duration({
    min: "1s",
    max: "1d",
    default: network.affinityTimeout,
    description: {
      en: "How long after a client's last connection the next one goes to the same pod.",
      ko: "클라이언트의 마지막 연결 뒤 같은 파드로 보내는 기간.",
    },
  }),
  loadBalancer: withDefault(loadBalancerFile, {}),
});

/** From a changed endpoint to the proxies' ears, where nothing is said of it: kube-proxies wait on top of that. */
export function usualPropagation({ entry }: NetworkSpec): ClusterSpec["propagation"] {
  const both = entry === "proxy" ? ALL_TOLD : HEARING;
  return { add: both, remove: both };
}

const PLAIN = { description: { en: "", ko: "" } };
const ALL_TOLD: Law = v.parse(law(PLAIN), cluster.endpointPropagation);
const HEARING: Law = v.parse(law(PLAIN), network.hearing);

type NetworkFile = v.InferOutput<typeof networkFile>;

/** The network as the rehearsal needs it. */
export function toNetwork(file: NetworkFile): NetworkSpec {
  return {
    entry: file.entry,
    nodes: file.nodes ?? null,
    kubeProxy: file.kubeProxy,
    externalTrafficPolicy: file.externalTrafficPolicy,
    notReadyAddresses: file.publishNotReadyAddresses ? "published" : "hidden",
    affinityTimeout: file.sessionAffinity === "ClientIP" ? file.sessionAffinityTimeout : null,
    loadBalancer: file.loadBalancer,
  };
}
