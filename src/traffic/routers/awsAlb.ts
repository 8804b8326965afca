import { SECOND } from "../../kernel/time.ts";
import { byWeight, type RouterProduct } from "./routerProduct.ts";

/** AWS Application Load Balancer, `forward` to several target groups: weights 0–999, per request. */
export const awsAlb: RouterProduct = {
  name: "awsAlb",
  summary: {
    en: "AWS ALB: weights of target groups, per request.",
    ko: "AWS ALB. 대상 그룹의 가중치를 요청마다 적용합니다.",
  },
  propagation: { law: "uniform", low: 1 * SECOND, high: 10 * SECOND },
  retries: null,
  shares: (destinations) => byWeight(destinations.map(({ weight }) => weight ?? 1)),
};
