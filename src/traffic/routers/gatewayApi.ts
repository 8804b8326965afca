import { SECOND } from "../../kernel/time.ts";
import { byWeight, type RouterProduct } from "./routerProduct.ts";

/**
 * Kubernetes Gateway API v1 `HTTPRoute` `backendRefs`: a weight left out is 1, 0 gets nothing, and the share of a
 * reference to nothing is answered with 500 rather than given to the others.
 */
export const gatewayApi: RouterProduct = {
  name: "gatewayApi",
  summary: {
    en: "Gateway API HTTPRoute: weights of backendRefs, per request.",
    ko: "Gateway API HTTPRoute. backendRefs의 가중치를 요청마다 적용합니다.",
  },
  propagation: { law: "uniform", low: 0.1 * SECOND, high: 2 * SECOND },
  retries: null,
  shares(destinations) {
    const shares = byWeight(destinations.map(({ weight }) => weight ?? 1));
    return shares.map((share, index) => ({ ...share, answered500: destinations[index]?.isBroken ?? false }));
  },
};
