import { ArrivalDrivenPlane } from "./arrivalDriven/arrivalDrivenPlane.ts";
import type { TrafficConfig, TrafficPlane } from "./plane.ts";

/** The plane that carries a run's requests. */
export function createTrafficPlane(config: TrafficConfig): TrafficPlane {
  return new ArrivalDrivenPlane(config);
}
