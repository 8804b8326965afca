import { SECOND } from "../../kernel/time.ts";
import { outboundRetries } from "./istioRetries.ts";
import { proxyRetries } from "./retriedOutcomes.ts";
import { byWeight, type RouterProduct } from "./routerProduct.ts";

/**
 * Istio `VirtualService`: an independent draw per request, weight / Σ weights; a single destination gets everything
 * whatever its weight (`pilot/pkg/networking/core/route/route.go`). istiod waits for 100 ms of quiet, at most 10 s, before
 * it pushes (`PILOT_DEBOUNCE_AFTER`, `PILOT_DEBOUNCE_MAX`).
 */
export const istio: RouterProduct = {
  name: "istio",
  summary: {
    en: "Istio VirtualService: weights of destinations, drawn per request; istiod debounces changes.",
    ko: "Istio VirtualService. 대상의 가중치로 요청마다 추첨하며, istiod가 변경을 모아 전파합니다.",
  },
  propagation: { law: "lognormal", median: 0.7 * SECOND, sigma: 0.7 },
  /** Two more attempts of what never reached the application (`route/retry/retry.go:newRetryPolicy`). */
  retries: proxyRetries(outboundRetries(null)),
  shares(destinations) {
    if (destinations.length === 1) return [{ share: 1, answered500: false }];
    return byWeight(destinations.map(({ weight }) => weight ?? 0));
  },
};
