import { awsAlb } from "../../../src/traffic/routers/awsAlb.ts";
import { gatewayApi } from "../../../src/traffic/routers/gatewayApi.ts";
import {
  areRefused,
  type CanaryAnnotations,
  canaryShare,
  goesToCanary,
} from "../../../src/traffic/routers/ingressNginx.ts";
import { istio } from "../../../src/traffic/routers/istio.ts";
import { type Locality, localityPriorities, type RegionFailover } from "../../../src/traffic/routers/istioLocality.ts";
import { type EnvoyRetryPolicy, INBOUND_RETRIES, outboundRetries } from "../../../src/traffic/routers/istioRetries.ts";
import type { RouterProduct } from "../../../src/traffic/routers/routerProduct.ts";
import { smi } from "../../../src/traffic/routers/smi.ts";
import { adapter, UNSUPPORTED } from "../../adapter.ts";
import { flatCases } from "./flatCases.ts";

interface Policy {
  readonly header?: string;
  readonly header_value?: string;
  readonly header_pattern?: string;
  readonly cookie?: string;
  readonly weight?: number;
  readonly weight_total?: number | null;
}

interface Ingress {
  readonly what?: string;
  readonly policy?: Policy;
  readonly request?: {
    readonly headers?: Record<string, string>;
    readonly cookies?: Record<string, string>;
    readonly draw?: number;
  };
  readonly affinity?: "primary" | "alternative" | null;
  readonly has_alternative?: boolean;
  readonly enabled?: boolean;
  readonly weight?: number;
  readonly header?: string;
  readonly cookie?: string;
}

function annotationsOf(policy: Policy, canary: boolean): CanaryAnnotations {
  return {
    canary,
    "canary-weight": policy.weight ?? 0,
    "canary-weight-total": policy.weight_total ?? 100,
    "canary-by-header": policy.header ?? "",
    "canary-by-header-value": policy.header_value ?? "",
    "canary-by-header-pattern": policy.header_pattern ?? "",
    "canary-by-cookie": policy.cookie ?? "",
  };
}

const SYSTEMS: Readonly<Record<string, RouterProduct>> = {
  "istio VirtualService": istio,
  "gateway-api HTTPRoute": gatewayApi,
  "aws alb forward target groups": awsAlb,
  "smi TrafficSplit": smi,
};

type Weight = number | null | { readonly weight: number | null; readonly invalid?: boolean };

interface Weighted {
  readonly system: string;
  readonly weights: readonly Weight[];
  readonly weight_total?: number | null;
}

function destinationOf(weight: Weight) {
  if (typeof weight !== "object" || weight === null) return { weight };
  return { weight: weight.weight, isBroken: weight.invalid ?? false };
}

interface Retried {
  readonly inbound?: boolean;
  readonly retries?: null;
  readonly attempts?: number;
  readonly retry_on_in?: string;
  readonly hash_policy?: boolean;
  readonly per_try_timeout_ms?: number;
}

function policyOf(policy: EnvoyRetryPolicy) {
  return {
    num_retries: policy.numRetries,
    retry_on: policy.retryOn,
    retriable_status_codes: policy.retriableStatusCodes,
    host_selection_retry_max_attempts: policy.hostSelectionRetryMaxAttempts,
    ignore_previous_hosts: policy.ignorePreviousHosts,
  };
}

type Place = readonly [region: string, zone: string, subzone: string];

function localityOf([region, zone, subzone]: Place): Locality {
  return { region, zone, subzone };
}

export const routing = [
  adapter<Ingress>({
    file: "nginx_canary",
    cases: flatCases(["canary", "error"]),
    run({
      what,
      policy,
      request = {},
      affinity,
      has_alternative = true,
      enabled = true,
      weight = 0,
      header = "",
      cookie = "",
    }) {
      if (what === "annotations") return { error: areRefused(annotationsOf({ weight, header, cookie }, enabled)) };
      if (policy === undefined) return UNSUPPORTED;
      if (!has_alternative) return { canary: false };
      const canary = goesToCanary(annotationsOf(policy, true), {
        headers: request.headers ?? {},
        cookies: request.cookies ?? {},
        affinity: affinity === "alternative" ? "canary" : (affinity ?? null),
        draw: request.draw ?? 1,
      });
      return { canary };
    },
  }),
  adapter<Weighted>({
    file: "traffic_weights",
    cases: flatCases(["share"]),
    matches: { within: 1e-8 },
    run({ system, weights, weight_total }) {
      if (system === "nginx canary-weight") {
        const [weight] = weights;
        if (typeof weight !== "number") return UNSUPPORTED;
        const share = canaryShare(annotationsOf({ weight, weight_total: weight_total ?? null }, true));
        return { share: [1 - share, share] };
      }
      const shares = SYSTEMS[system]?.shares(weights.map(destinationOf));
      if (shares === undefined) return UNSUPPORTED;
      return { share: shares.map(({ share, answered500 }) => (answered500 ? { status_500: share } : share)) };
    },
  }),
  adapter<Retried>({
    file: "istio_retry_policy",
    cases: flatCases(["policy", "retry_on", "retriable_status_codes"]),
    matches: "as told",
    run({ inbound = false, retries, attempts, retry_on_in, hash_policy = false }) {
      if (inbound) {
        return { policy: { num_retries: INBOUND_RETRIES.numRetries, retry_on: INBOUND_RETRIES.retryOn } };
      }
      const written = retries === null ? null : { attempts: attempts ?? 0, retryOn: retry_on_in ?? "" };
      const policy = outboundRetries(written, hash_policy ? "hashed" : "balanced");
      return policy === null ? { policy } : { ...policyOf(policy), policy: policyOf(policy) };
    },
  }),
  adapter<{ proxy: Place; endpoints: readonly Place[]; failover: readonly RegionFailover[] }>({
    file: "istio_locality_priority",
    cases: flatCases(["priority"]),
    run: ({ proxy, endpoints, failover }) => ({
      priority: localityPriorities(localityOf(proxy), endpoints.map(localityOf), failover),
    }),
  }),
];
