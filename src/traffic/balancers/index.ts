import type { BalancerName } from "../plane.ts";
import type { Balancer, BalancerView } from "./balancer.ts";
import { leastRequest } from "./leastRequest.ts";
import { random } from "./random.ts";
import { roundRobin } from "./roundRobin.ts";

/** A new balancer is a file beside this one and a line here. */
export const BALANCERS: Readonly<Record<BalancerName, (view: BalancerView) => Balancer>> = {
  random,
  roundRobin,
  leastRequest,
};
