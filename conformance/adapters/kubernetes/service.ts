import { categorizeEndpoints, type ProxyEndpoint } from "../../../src/cluster/categorizeEndpoints.ts";
import { endpointConditions, shouldPodBeInEndpoints } from "../../../src/cluster/endpoint.ts";
import type { PodPhase } from "../../../src/cluster/podPhase.ts";
import { adapter } from "../../adapter.ts";

interface GivenEndpoint extends ProxyEndpoint {
  readonly endpoint: string;
}

interface GivenProxyInput {
  readonly nodeName: string;
  readonly nodeZone: string | null;
  readonly preferSameTrafficDistribution: boolean;
  readonly service: {
    readonly externalPolicyLocal: boolean;
    readonly internalPolicyLocal: boolean;
    readonly nodePort: number;
  };
  readonly endpoints: readonly GivenEndpoint[];
}

interface GivenProxyAnswer {
  readonly clusterEndpoints: readonly string[] | null;
  readonly localEndpoints: readonly string[] | null;
  readonly allEndpoints: readonly string[];
  readonly hasAnyEndpoints: boolean;
}

/** Go writes a list without elements as null, so that "none" and "does not apply" look alike. */
const sorted = (names: readonly string[] | null) => (names === null || names.length === 0 ? null : [...names].sort());

export const service = [
  adapter<{ pod: { deleting: boolean; ready: boolean }; publishNotReadyAddresses: boolean }, { conditions: unknown }>({
    file: "endpointslice_pod_to_endpoint",
    // Addresses, host names and zones of endpoints are not modelled.
    expected: ({ conditions }) => ({ conditions }),
    run: ({ pod, publishNotReadyAddresses }) => ({
      conditions: endpointConditions(pod, publishNotReadyAddresses ? "published" : "hidden"),
    }),
  }),
  adapter<{ phase: PodPhase; deleting: boolean; podIP: string; podIPs: string[]; includeTerminating: boolean }>({
    file: "endpointslice_should_pod_be_in_endpoints",
    run({ phase, deleting, podIP, podIPs, includeTerminating }) {
      const pod = { phase, deleting, hasAddress: podIP !== "" || podIPs.length > 0 };
      return {
        inEndpoints: shouldPodBeInEndpoints(pod, includeTerminating ? "withTerminating" : "withoutTerminating"),
      };
    },
  }),
  adapter<GivenProxyInput, GivenProxyAnswer>({
    file: "kubeproxy_categorize_endpoints",
    run(input) {
      const { externalPolicyLocal, internalPolicyLocal, nodePort } = input.service;
      const policy = {
        internalTrafficPolicy: internalPolicyLocal ? "Local" : "Cluster",
        externalTrafficPolicy: externalPolicyLocal ? "Local" : "Cluster",
        isExternallyAccessible: nodePort !== 0,
      } as const;
      const nodeHints = input.preferSameTrafficDistribution ? "used" : "ignored";
      const place = { node: input.nodeName, zone: input.nodeZone ?? "", nodeHints } as const;
      const { cluster, local, reachable, hasAny } = categorizeEndpoints(input.endpoints, policy, place);
      const names = (endpoints: readonly GivenEndpoint[] | null) =>
        sorted(endpoints?.map(({ endpoint }) => endpoint) ?? null);
      return {
        clusterEndpoints: names(cluster),
        localEndpoints: names(local),
        allEndpoints: names(reachable),
        hasAnyEndpoints: hasAny,
      };
    },
    expected: ({ clusterEndpoints, localEndpoints, allEndpoints, hasAnyEndpoints }) => ({
      clusterEndpoints: sorted(clusterEndpoints),
      localEndpoints: sorted(localEndpoints),
      allEndpoints: sorted(allEndpoints),
      hasAnyEndpoints,
    }),
  }),
];
