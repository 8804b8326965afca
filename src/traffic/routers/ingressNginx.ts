import { SECOND } from "../../kernel/time.ts";
import { OUTCOME } from "../attempt.ts";
import type { RouterProduct } from "./routerProduct.ts";

/** What `canary-weight` is of, unless `canary-weight-total` is larger. */
const WEIGHT_TOTAL = 100;

/** The canary annotations of an Ingress, without their prefix `nginx.ingress.kubernetes.io/`. */
export interface CanaryAnnotations {
  readonly canary?: boolean;
  readonly "canary-weight"?: number;
  readonly "canary-weight-total"?: number;
  readonly "canary-by-header"?: string;
  readonly "canary-by-header-value"?: string;
  readonly "canary-by-header-pattern"?: string;
  readonly "canary-by-cookie"?: string;
}

/** What decides about one request. Names of headers and cookies as the client wrote them. */
export interface IngressRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  /** The session is bound to one side already; null: it is not. */
  readonly affinity: "primary" | "canary" | null;
  /** Uniform on 1 … 100, or … `canary-weight-total` when that is more. */
  readonly draw: number;
}

/** Canary annotations on an Ingress that is no canary are refused (`annotations/canary/main.go:Parse`). */
export function areRefused(annotations: CanaryAnnotations): boolean {
  if (annotations.canary) return false;
  const texts = [
    annotations["canary-by-header"],
    annotations["canary-by-header-value"],
    annotations["canary-by-header-pattern"],
    annotations["canary-by-cookie"],
  ];
  return (annotations["canary-weight"] ?? 0) > 0 || texts.some((text) => text !== undefined && text !== "");
}

/** The largest draw: totals up to 100 are taken as 100. */
function drawLimit(annotations: CanaryAnnotations): number {
  return Math.max(WEIGHT_TOTAL, annotations["canary-weight-total"] ?? WEIGHT_TOTAL);
}

/**
 * Does the request go to the canary? Affinity, then header, then cookie, then weight; what says neither yes nor no falls
 * through to the next (`balancer.lua:route_to_alternative_balancer`). With a header value or pattern set, `always` and
 * `never` mean nothing any more.
 */
export function goesToCanary(annotations: CanaryAnnotations, request: IngressRequest): boolean {
  if (request.affinity !== null) return request.affinity === "canary";
  const chosen = byHeader(annotations, request) ?? byCookie(annotations, request);
  return chosen ?? request.draw <= (annotations["canary-weight"] ?? 0);
}

function byHeader(annotations: CanaryAnnotations, { headers }: IngressRequest): boolean | null {
  const header = lookUp(headers, annotations["canary-by-header"]);
  if (header === undefined) return null;
  const value = annotations["canary-by-header-value"] ?? "";
  if (value !== "") return header === value ? true : null;
  const pattern = annotations["canary-by-header-pattern"] ?? "";
  if (pattern !== "") return matches(header, pattern);
  return alwaysOrNever(header);
}

function byCookie(annotations: CanaryAnnotations, { cookies }: IngressRequest): boolean | null {
  return alwaysOrNever(lookUp(cookies, annotations["canary-by-cookie"]));
}

function alwaysOrNever(value: string | undefined): boolean | null {
  if (value === "always") return true;
  return value === "never" ? false : null;
}

/** A pattern that is no regular expression sends everybody who has the header to the primary. */
function matches(header: string, pattern: string): boolean | null {
  try {
    return new RegExp(pattern).test(header) ? true : null;
  } catch {
    return false;
  }
}

/** nginx finds headers and cookies whatever their capitals. */
function lookUp(values: Readonly<Record<string, string>>, name: string | undefined): string | undefined {
  if (name === undefined || name === "") return undefined;
  const wanted = name.toLowerCase();
  return Object.entries(values).find(([known]) => known.toLowerCase() === wanted)?.[1];
}

/**
 * ingress-nginx by annotations: an independent draw per request, without memory. The controller syncs at most once in
 * 3.3 s (`sync-rate-limit` 0.3) and every worker fetches the change within another second (`BACKENDS_SYNC_INTERVAL`).
 */
export const ingressNginx: RouterProduct = {
  name: "ingressNginx",
  summary: {
    en: "ingress-nginx canary annotations: the canary's weight of a total, drawn per request.",
    ko: "ingress-nginx 카나리 어노테이션. 전체 중 카나리 가중치만큼 요청마다 추첨합니다.",
  },
  propagation: { law: "uniform", low: 0, high: 4.3 * SECOND },
  /** `proxy-next-upstream: error timeout` and `-tries: 3`: connections that fail, without a wait. */
  retries: { attempts: 2, outcomes: (1 << OUTCOME.refused) | (1 << OUTCOME.reset), backoff: 0 },
  /** The primary has no weight of its own: it gets what the canary (the last destination) leaves of 100. */
  shares(destinations) {
    const canary = destinations[destinations.length - 1]?.weight ?? 0;
    const share = canaryShare({ "canary-weight": canary });
    return [1 - share, share].map((part) => ({ share: part, answered500: false }));
  },
};

/** The long-run share of requests without header, cookie or affinity that go to the canary. */
export function canaryShare(annotations: CanaryAnnotations): number {
  return Math.min(1, (annotations["canary-weight"] ?? 0) / drawLimit(annotations));
}
