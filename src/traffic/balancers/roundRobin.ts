import type { Balancer } from "./balancer.ts";

/** One after the other: kube-proxy in IPVS mode, nginx. */
export const roundRobin = (): Balancer => ({
  pick(endpoints) {
    const { pods } = endpoints;
    const turn = endpoints.turn < pods.length ? endpoints.turn : 0;
    endpoints.turn = turn + 1;
    return pods[turn] as number;
  },
});
