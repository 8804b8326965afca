import { SECOND } from "../../kernel/time.ts";
import { byWeight, type RouterProduct } from "./routerProduct.ts";

/** Service Mesh Interface `TrafficSplit`: whole, relative weights, applied by each client's proxy. */
export const smi: RouterProduct = {
  name: "smi",
  summary: {
    en: "SMI TrafficSplit: relative weights, applied by every client's proxy.",
    ko: "SMI TrafficSplit. 상대 가중치를 클라이언트 프록시마다 적용합니다.",
  },
  propagation: { law: "uniform", low: 0.1 * SECOND, high: 2 * SECOND },
  retries: null,
  shares: (destinations) => byWeight(destinations.map(({ weight }) => weight ?? 0)),
};
