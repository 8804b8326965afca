import type { ReplicaSet, Service } from "../../../cluster/types.ts";
import { countsOf, isAvailable, isPartlyAvailable } from "./counts.ts";
import type { Sync } from "./sync.ts";

/** The hash a Service selects; empty: none. */
export function selectedHash(service: Service | null): string {
  return service?.selector?.[0] ?? "";
}

/** Points a Service at the pods of one revision. No write when it does so already. */
export function switchService(sync: Sync, service: Service | null, hash: string): void {
  const from = selectedHash(service);
  if (service === null || from === hash) return;
  const { kernel, cluster } = sync.object;
  kernel.record("serviceSwitched", service.name, { from, to: hash });
  cluster.select(service, [hash]);
}

/**
 * Points a canary's Service at a ReplicaSet once that has an available pod; a Service that selected nothing so far waits
 * until all are (`rollout/service.go:ensureSVCTargets`).
 */
export function ensureTarget(sync: Sync, service: Service | null, set: ReplicaSet): void {
  const counts = countsOf(set);
  const isReady = selectedHash(service) === "" ? isAvailable(counts) : isPartlyAvailable(counts);
  if (isReady) switchService(sync, service, set.template.hash);
}
