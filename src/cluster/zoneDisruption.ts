/** How much of a zone the node controller believes to be lost. */
export type ZoneState = "normal" | "partialDisruption" | "fullDisruption";

/** `--unhealthy-zone-threshold` of the kube-controller-manager. */
const UNHEALTHY_ZONE_THRESHOLD = 0.55;
/** `--large-cluster-size-threshold` */
const LARGE_CLUSTER = 50;
/** `--node-eviction-rate`, `--secondary-node-eviction-rate`, nodes per second */
const EVICTION_RATE = 0.1;
const SECONDARY_EVICTION_RATE = 0.01;

/**
 * Fully disrupted without a ready node; partly with more than two that are not ready, if they are 55 % or more. Two of
 * three nodes: normal; three of five: 60 %, partly.
 * Kubernetes v1.36 `node_lifecycle_controller.go:ComputeZoneState`.
 */
export function zoneState({ ready, notReady }: { readonly ready: number; readonly notReady: number }): ZoneState {
  if (ready === 0 && notReady > 0) return "fullDisruption";
  return notReady > 2 && notReady / (notReady + ready) >= UNHEALTHY_ZONE_THRESHOLD ? "partialDisruption" : "normal";
}

/**
 * How many lost nodes of a zone are given up per second; 0: none, until the state is another one. Where most of a zone is
 * lost but not all of it, the controller rather mistrusts what it sees; when all zones are lost, it gives up nobody.
 * Kubernetes v1.36 `node_lifecycle_controller.go:setLimiterInZone`, `handleDisruption`.
 */
export function evictionRate(
  state: ZoneState,
  zone: { readonly size: number; readonly allZonesLost: "lost" | "not lost" },
): number {
  if (zone.allZonesLost === "lost") return 0;
  if (state !== "partialDisruption") return EVICTION_RATE;
  return zone.size > LARGE_CLUSTER ? SECONDARY_EVICTION_RATE : 0;
}
