import { NO_POD } from "../attempt.ts";
import type { Balancer, BalancerView } from "./balancer.ts";

/** Any endpoint, all alike: kube-proxy in iptables mode. */
export const random = ({ draws }: BalancerView): Balancer => ({
  propose({ pods }, attempt, into) {
    into.pod = pods[draws.firstChoice(attempt, pods.length)] as number;
    into.rival = NO_POD;
  },
});
