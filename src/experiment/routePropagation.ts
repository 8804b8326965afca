import { EVENT_CLASS } from "../kernel/calendar.ts";
import { sampler } from "../kernel/distributions.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { stream } from "../kernel/streams.ts";
import type { EventKind } from "../record/events.ts";
import type { RouterSpec } from "../scenario/scenario.ts";
import type { Route } from "../traffic/plane.ts";

/**
 * Weights on their way from the router's object to the proxies that obey it. Whoever rolls out goes on meanwhile: it has written them.
 * Each change is drawn by its number, so that the n-th takes the same in every lane.
 */
export class RoutePropagation {
  private readonly kernel: Kernel<EventKind>;
  private readonly router: RouterSpec;
  private readonly obey: (route: Route) => void;
  private written = 0;
  private obeyed = 0;

  constructor(kernel: Kernel<EventKind>, router: RouterSpec, obey: (route: Route) => void) {
    this.kernel = kernel;
    this.router = router;
    this.obey = obey;
  }

  /** A change that was overtaken by a later one is not obeyed any more: proxies are told the latest state. */
  write(route: Route): void {
    const { kernel } = this;
    const { cause } = kernel;
    const number = ++this.written;
    const delay = sampler(this.router.propagation).sample(stream(kernel.seed, `router/change ${number}`));
    kernel.schedule(kernel.now + Math.max(0, Math.round(delay)), EVENT_CLASS.control, () => {
      if (number < this.obeyed) return;
      this.obeyed = number;
      kernel.because(cause, () => this.obey(route));
    });
  }
}
