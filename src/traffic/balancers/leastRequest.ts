import type { Balancer, BalancerView } from "./balancer.ts";

/** Of two different endpoints drawn at random the one with fewer open attempts, the first on a tie: Envoy LEAST_REQUEST. */
export const leastRequest = ({ draws, open }: BalancerView): Balancer => ({
  pick({ pods }, attempt) {
    const count = pods.length;
    const first = draws.firstChoice(attempt, count);
    const firstPod = pods[first] as number;
    const skip = draws.secondChoice(attempt, count - 1);
    const second = skip + Number(skip >= first);
    const secondPod = pods[second] as number;
    const isSecond = Number(open.openAttempts(secondPod, attempt) < open.openAttempts(firstPod, attempt));
    return firstPod + isSecond * (secondPod - firstPod);
  },
});
