import type { Law } from "../kernel/law.ts";
import type { Micros } from "../kernel/time.ts";
import type { NodeSpec } from "./types.ts";

/** How users' connections come into the cluster, and what the Kubernetes Service in front of the pods is told. */
export interface NetworkSpec {
  /**
   * proxy: one proxy in front of everybody, on no node, which writes what it hears at once. clients: users run in the
   * cluster, each connecting through the kube-proxy of its own node. ingress: pods of an ingress on the nodes, any of them
   * for each connection. nodePort: users connect to any node. loadBalancer: an external one, in front of nodes or of pods.
   */
  readonly entry: "proxy" | "clients" | "ingress" | "nodePort" | "loadBalancer";
  /** So many nodes, the first ones, have clients, ingress pods or the balancer's targets on them; null: all of them. */
  readonly nodes: number | null;
  readonly kubeProxy: KubeProxySpec;
  /** `spec.externalTrafficPolicy`, for nodePort and loadBalancer. */
  readonly externalTrafficPolicy: "Cluster" | "Local";
  /** `spec.publishNotReadyAddresses` */
  readonly notReadyAddresses: "published" | "hidden";
  /** `spec.sessionAffinityConfig.clientIP.timeoutSeconds`, µs; null: `sessionAffinity: None`. */
  readonly affinityTimeout: Micros | null;
  readonly loadBalancer: LoadBalancerSpec;
}

/** Kubernetes v1.36 `KubeProxyConfiguration`, as far as it matters when rules are written. */
export interface KubeProxySpec {
  /** From the end of one writing of the rules to the beginning of the next, at least, µs. */
  readonly minSyncPeriod: Micros;
  /** How long a writing of the rules takes until they hold. */
  readonly sync: Law;
}

/** An external load balancer. */
export interface LoadBalancerSpec {
  /** nodes: their node ports, and on from there through kube-proxy. pods: their addresses. */
  readonly targets: "nodes" | "pods";
  /** From a changed endpoint until it is registered or deregistered; for pods. */
  readonly registration: Law;
  readonly healthCheck: HealthCheckSpec;
  /** Connections to a deregistered pod are closed after this, µs. */
  readonly deregistrationDelay: Micros;
}

export interface HealthCheckSpec {
  readonly interval: Micros;
  /** Passed checks in a row after which an unhealthy target is healthy; a new one needs a single one. */
  readonly healthyThreshold: number;
  /** Failed checks in a row after which a healthy target is unhealthy. */
  readonly unhealthyThreshold: number;
}

/** Where a proxy runs and how it is told apart. */
export interface ProxyPlace {
  /** Its number in the traffic plane: 0, 1, … */
  readonly number: number;
  readonly name: string;
  /** Empty: on no node of the cluster. */
  readonly node: string;
}

/** Every proxy that users come through, in order of their numbers; at least one. */
export function proxyPlaces(cluster: {
  readonly nodes: readonly NodeSpec[];
  readonly network?: NetworkSpec;
}): readonly ProxyPlace[] {
  const { network } = cluster;
  if (network === undefined || network.entry === "proxy") return [{ number: 0, name: "proxy", node: "" }];
  if (network.entry === "loadBalancer" && network.loadBalancer.targets === "pods")
    return [{ number: 0, name: "load-balancer", node: "" }];
  return cluster.nodes
    .slice(0, network.nodes ?? cluster.nodes.length)
    .map(({ name }, number) => ({ number, name, node: name }));
}
