import { EVENT_CLASS } from "../kernel/calendar.ts";
import type { LogId } from "../kernel/log.ts";
import type { Micros } from "../kernel/time.ts";
import { type EndpointProxy, type EndpointProxyParts, tellRules } from "./endpointProxy.ts";
import type { LoadBalancerSpec } from "./network.ts";
import type { Pod } from "./pod.ts";
import { ReachedPods, type Standing } from "./reachedPods.ts";
import { type EndpointNews, NewestNews } from "./serviceProxy.ts";
import { everyInterval, TargetHealth } from "./targetHealth.ts";
import type { Service } from "./types.ts";

export interface PodTargetsParts extends EndpointProxyParts {
  readonly spec: LoadBalancerSpec;
  /** Of the first check, µs. */
  readonly phase: Micros;
  /** The pod's process answers. */
  answers(pod: Pod): boolean;
}

interface Target {
  readonly health: TargetHealth;
  /** Why it was registered. */
  readonly cause: LogId;
}

/** The targets of one Service. */
interface Group {
  readonly targets: Map<Pod, Target>;
  readonly reached: ReachedPods;
  readonly newest: NewestNews;
}

/**
 * An external load balancer that sends connections to the addresses of pods. Ready endpoints are registered, and get
 * connections when they pass a health check; all others are deregistered: no new connection goes there, and those that
 * are left are closed after a delay. When no target is healthy, all registered ones are used.
 * AWS Elastic Load Balancing (IP targets); what becomes of requests on a connection that is closed is left out.
 */
export class PodTargets implements EndpointProxy {
  readonly place: EndpointProxy["place"];
  readonly hearing: EndpointProxy["hearing"];
  private readonly parts: PodTargetsParts;
  private readonly groups = new Map<Service, Group>();

  constructor(parts: PodTargetsParts) {
    const { spec, phase, world } = parts;
    this.place = parts.place;
    this.hearing = { add: spec.registration, remove: spec.registration };
    this.parts = parts;
    everyInterval(world.kernel, { phase, interval: spec.healthCheck.interval }, () => this.check());
  }

  reaches(service: Service, pod: Pod): boolean {
    return this.groups.get(service)?.reached.has(pod) === true;
  }

  hear(service: Service, news: readonly EndpointNews[]): void {
    this.register(service, news, "initial");
  }

  settle(service: Service, news: readonly EndpointNews[]): void {
    this.register(service, news, "healthy");
  }

  private register(service: Service, news: readonly EndpointNews[], state: "initial" | "healthy"): void {
    const { spec, world } = this.parts;
    const group = this.groupOf(service);
    const standings = new Map<Pod, Standing>();
    for (const { pod, conditions, number } of news) {
      if (!group.newest.takes(pod, number) || group.targets.has(pod) === (conditions?.ready === true)) continue;
      if (conditions?.ready === true) {
        const target = { health: new TargetHealth(spec.healthCheck, state), cause: world.kernel.cause };
        group.targets.set(pod, target);
        standings.set(pod, standingOf(target));
      } else {
        group.targets.delete(pod);
        standings.set(pod, "none");
        this.drain(group, pod);
      }
    }
    this.change(service, standings);
  }

  private drain({ targets }: Group, pod: Pod): void {
    const { spec, world } = this.parts;
    const { kernel, hooks } = world;
    kernel.schedule(kernel.now + spec.deregistrationDelay, EVENT_CLASS.endpoint, () => {
      if (!targets.has(pod)) hooks.closeConnections({ pod: pod.id });
    });
  }

  private check(): void {
    const { answers, world } = this.parts;
    for (const [service, { targets }] of this.groups) {
      for (const [pod, target] of targets) {
        if (!target.health.checked(answers(pod) ? "passed" : "failed")) continue;
        const standings = new Map([[pod, standingOf(target)]]);
        world.kernel.because(target.cause, () => this.change(service, standings));
      }
    }
  }

  private change(service: Service, standings: ReadonlyMap<Pod, Standing>): void {
    const { reached } = this.groupOf(service);
    const change = reached.change(standings);
    tellRules(this.parts, service, { change, endpoints: reached.size });
  }

  private groupOf(service: Service): Group {
    let group = this.groups.get(service);
    if (group === undefined) {
      group = { targets: new Map(), reached: new ReachedPods(), newest: new NewestNews() };
      this.groups.set(service, group);
    }
    return group;
  }
}

function standingOf({ health }: Target): Standing {
  return health.isHealthy ? "preferred" : "fallback";
}
