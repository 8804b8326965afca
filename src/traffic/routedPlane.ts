import type { Micros } from "../kernel/time.ts";
import type { EndpointsChange } from "./endpoints.ts";
import type { BackendId, ProxyView, Route } from "./plane.ts";
import type { Router } from "./router.ts";
import type { Troubles } from "./troubles.ts";

/** What every plane does alike: it plays up to the present and hands on what the router, or whoever is in trouble, is told. */
export abstract class RoutedPlane {
  protected abstract readonly router: Router;
  protected abstract readonly troubles: Troubles;

  abstract advance(until: Micros): void;

  setEndpoints(backend: BackendId, pods: readonly number[], now: Micros): void {
    this.advance(now);
    this.router.setEndpoints(backend, pods);
  }

  changeEndpoints(of: ProxyView, change: EndpointsChange, now: Micros): void {
    this.advance(now);
    this.router.changeEndpoints(of, change);
  }

  setEntrances(proxies: readonly number[], now: Micros): void {
    this.advance(now);
    this.router.setEntrances(proxies);
  }

  closeConnections(which: { readonly proxy: number } | { readonly pod: number }, now: Micros): void {
    this.advance(now);
    this.router.closeConnections(which);
  }

  setRoute(route: Route, now: Micros): void {
    this.advance(now);
    this.router.setRoute(route);
  }

  pinUsers(places: Float64Array | null, now: Micros): void {
    this.advance(now);
    this.router.pinUsers(places);
  }

  disturb(change: (troubles: Troubles) => void, now: Micros): void {
    this.advance(now);
    change(this.troubles);
  }
}
