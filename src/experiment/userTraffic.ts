import type { Kernel } from "../kernel/kernel.ts";
import { conversionsTarget } from "../observe/conversionsTarget.ts";
import { mirrorTarget } from "../observe/mirrorTarget.ts";
import type { Watch } from "../observe/watch.ts";
import type { EventKind } from "../record/events.ts";
import type { UserTraffic } from "../rollout/site.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { FlagProviders } from "../traffic/flags/flagProviders.ts";
import type { CounterReading, TrafficPlane } from "../traffic/plane.ts";

/** The parts of a world that users' traffic goes through, in one cluster. */
export interface Ways {
  /** The cluster's name among several; null: there is one. */
  readonly name: string | null;
  readonly kernel: Kernel<EventKind>;
  readonly plane: TrafficPlane;
  readonly watch: Watch;
  readonly flag: FlagProviders;
}

/** What a rollout may do to users one by one; what then happens to them is counted, and scraped. */
export function userTraffic(
  { traffic, monitoring }: Scenario,
  { name: cluster, kernel, plane, watch, flag }: Ways,
): UserTraffic {
  const { scrapeInterval: interval, scrapePhase: phase } = monitoring;
  const readCounters = (into: CounterReading) => plane.readCounters(kernel.now, into);
  let isCounted = false;
  return {
    count: traffic.users.count,
    seed: kernel.seed,
    pin: (places) => plane.pinUsers(places, kernel.now),
    mirror(mirror) {
      plane.setMirror(mirror, kernel.now);
      if (!isCounted) watch.addTarget(mirrorTarget({ cluster, interval, phase, versions: 2, readCounters }));
      isCounted = true;
    },
    flag,
  };
}

/** The business counts conversions, where the scenario has any. */
export function countConversions(scenario: Scenario, ways: Omit<Ways, "flag">): void {
  const { name: cluster, kernel, plane, watch } = ways;
  const { service, release, monitoring } = scenario;
  if (service.conversionShare === 0 && release.conversionShare === 0) return;
  watch.addTarget(
    conversionsTarget({
      cluster,
      seed: cluster === null ? kernel.seed : `${kernel.seed}/${cluster}`,
      interval: monitoring.scrapeInterval,
      phase: monitoring.scrapePhase,
      versions: [
        { name: release.from, conversionShare: service.conversionShare },
        { name: release.to, conversionShare: release.conversionShare },
      ],
      readCounters: (into) => plane.readCounters(kernel.now, into),
    }),
  );
}
