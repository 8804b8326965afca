import type { Balancer } from "./balancer.ts";

/** Any endpoint, all alike: kube-proxy in iptables mode. */
export const random = (): Balancer => ({
  pick({ pods }, { choiceA }) {
    return pods[Math.floor(choiceA * pods.length)] as number;
  },
});
