import type { Balancer, BalancerView } from "./balancer.ts";

/** Any endpoint, all alike: kube-proxy in iptables mode. */
export const random = ({ draws }: BalancerView): Balancer => ({
  pick({ pods }, attempt) {
    return pods[draws.firstChoice(attempt, pods.length)] as number;
  },
});
