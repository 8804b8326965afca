import { NO_POD } from "../attempt.ts";
import type { Balancer } from "./balancer.ts";

/** One after the other: kube-proxy in IPVS mode, nginx. */
export const roundRobin = (): Balancer => ({
  propose(endpoints, _attempt, into) {
    const { pods } = endpoints;
    const turn = endpoints.turn < pods.length ? endpoints.turn : 0;
    endpoints.turn = turn + 1;
    into.pod = pods[turn] as number;
    into.rival = NO_POD;
  },
});
