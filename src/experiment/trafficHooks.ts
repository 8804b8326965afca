import type { TrafficHooks } from "../cluster/types.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { EventKind } from "../record/events.ts";
import type { FlagProviders } from "../traffic/flags/flagProviders.ts";
import type { TrafficPlane } from "../traffic/plane.ts";
import type { Faults } from "./faultWorld.ts";

/** Who hears what the cluster's pods do. */
interface Hooked {
  readonly kernel: Kernel<EventKind>;
  readonly plane: TrafficPlane;
  readonly faults: Faults;
  readonly flag: FlagProviders;
  /** Which cluster of how many it is. */
  readonly place: { readonly index: number; readonly of: number };
}

/** What the cluster tells the traffic, the flag in its pods and the faults. */
export function trafficHooks({ kernel, plane, faults, flag, place }: Hooked): TrafficHooks {
  return {
    listen(pod, version) {
      plane.listen(pod, version, kernel.now);
      flag.podListens(pod, version);
      faults.processIsUp({ id: pod, ...place }, version);
    },
    shutDown: (pod, how) => plane.shutDown(pod, how, kernel.now),
    kill: (pod) => {
      plane.kill(pod, kernel.now);
      flag.podGone(pod);
    },
    hang: (pod) => plane.hang(pod, kernel.now),
    changeEndpoints: (of, change) => plane.changeEndpoints(of, change, kernel.now),
    setEntrances: (proxies) => plane.setEntrances(proxies, kernel.now),
    closeConnections: (which) => plane.closeConnections(which, kernel.now),
  };
}
