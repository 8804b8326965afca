import { ArrivalDrivenPlane } from "./arrivalDriven/arrivalDrivenPlane.ts";
import { isShared } from "./dependencies/spec.ts";
import { EventDrivenPlane } from "./eventDriven/eventDrivenPlane.ts";
import type { TrafficConfig, TrafficPlane } from "./plane.ts";

/**
 * The plane that carries a run's requests. Queries that wait for one another in a database that all pods share make a
 * request's end depend on requests that come later: then they are played event by event, several times slower.
 */
export function createTrafficPlane(config: TrafficConfig): TrafficPlane {
  return isShared(config.dependencies ?? []) ? new EventDrivenPlane(config) : new ArrivalDrivenPlane(config);
}
