import type { Law } from "../kernel/law.ts";
import type { ProxyPlace } from "./network.ts";
import type { Pod } from "./pod.ts";
import type { ReachChange } from "./reachedPods.ts";
import type { EndpointNews } from "./serviceProxy.ts";
import type { Surroundings } from "./surroundings.ts";
import { branch } from "./surroundings.ts";
import type { Service } from "./types.ts";

/** Whoever hears of the endpoints of Services and sends users' connections to them. */
export interface EndpointProxy {
  readonly place: ProxyPlace;
  /** From a written EndpointSlice until it is heard of, by endpoints that come and that go. */
  readonly hearing: { readonly add: Law; readonly remove: Law };
  /** New connections for the Service may go to the pod. */
  reaches(service: Service, pod: Pod): boolean;
  /** News comes in. */
  hear(service: Service, news: readonly EndpointNews[]): void;
  /** What exists since before the run is in the rules already. */
  settle(service: Service, news: readonly EndpointNews[]): void;
}

export interface EndpointProxyParts {
  readonly world: Surroundings;
  readonly place: ProxyPlace;
  /** What a log entry about a Service's rules is about. */
  subjectOf(service: Service): string;
  /** New rules for this Service hold. */
  programmed(service: Service, change: ReachChange): void;
}

/** New rules hold from now on: the log, the traffic and the record are told. */
export function tellRules(
  { world, place, subjectOf, programmed }: EndpointProxyParts,
  service: Service,
  { change, endpoints }: { readonly change: ReachChange; readonly endpoints: number },
): void {
  if (change.added.length + change.removed.length === 0) return;
  branch(world.kernel, () => {
    world.kernel.record("proxyProgrammed", subjectOf(service), { endpoints });
    world.hooks.changeEndpoints(
      { backend: service.backend, proxy: place.number },
      { added: change.added.map(({ id }) => id), removed: change.removed.map(({ id }) => id) },
    );
  });
  programmed(service, change);
}
