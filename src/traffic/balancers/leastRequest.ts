import type { Balancer, OpenAttempts } from "./balancer.ts";

/** Of two different endpoints drawn at random the one with fewer open attempts, the first on a tie: Envoy LEAST_REQUEST. */
export const leastRequest = (open: OpenAttempts): Balancer => ({
  pick({ pods }, { choiceA, choiceB, at }) {
    const count = pods.length;
    const first = Math.floor(choiceA * count);
    const firstPod = pods[first] as number;
    if (count === 1) return firstPod;
    const skip = Math.floor(choiceB * (count - 1));
    const secondPod = pods[skip < first ? skip : skip + 1] as number;
    return open.openAttempts(firstPod, at) <= open.openAttempts(secondPod, at) ? firstPod : secondPod;
  },
});
