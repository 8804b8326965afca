import type { Balancer, BalancerView } from "./balancer.ts";

/** Of two different endpoints drawn at random the one with fewer open attempts, the first on a tie: Envoy LEAST_REQUEST. */
export const leastRequest = ({ draws }: BalancerView): Balancer => ({
  propose({ pods }, attempt, into) {
    const count = pods.length;
    const first = draws.firstChoice(attempt, count);
    const skip = draws.secondChoice(attempt, count - 1);
    into.pod = pods[first] as number;
    into.rival = pods[skip + Number(skip >= first)] as number;
  },
});
