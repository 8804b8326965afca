import { fromSeconds, SECOND } from "../../src/kernel/time.ts";
import type { TrafficPlane } from "../../src/traffic/plane.ts";
import type { OracleAdapter, OracleCase, Results } from "./adapter.ts";
import { byName, hasParameters, numberIn } from "./parameters.ts";
import { replicate } from "./replicate.ts";
import { planeFor, type Service, serveWith, transient } from "./trafficRun.ts";

/** Dips whose mean is one observation: a look at one dip says little, and some thousands are needed. */
const DIPS = 100;
/** While the requests that find fewer slots come back, they come so many times as fast as others. */
const CROWD = 30;
/** Looks at the pod while they do, µs. */
const LOOK = 4;

/**
 * A service in its steady state loses slots at once. Requests and work are without memory, so it is the same whether those
 * that were in it go on, or as many new ones take their place: how many there are is seen in a pod that has all the slots,
 * and they are let into one that has fewer.
 */
function dip(oracle: OracleCase): Results | undefined {
  if (!hasParameters(oracle, ["pods_before", "pods_after", "arrival_rate_rps", "mean_service_s"])) return undefined;
  if (!/^exponential/.test(String(oracle.params.service ?? "exponential"))) return undefined;
  const [before, after] = [numberIn(oracle, "pods_before"), numberIn(oracle, "pods_after")];
  const [perSecond, meanService] = [numberIn(oracle, "arrival_rate_rps"), numberIn(oracle, "mean_service_s")];
  const moments = momentsOf(oracle);
  const last = moments.at(-1) ?? 0;
  const settled = transient((perSecond * meanService) / before) * meanService;
  return replicate(oracle, (seed) => {
    const found = new Array<number>(moments.length).fill(0);
    const allBusy = new Array<number>(moments.length).fill(0);
    for (let turn = 0; turn < DIPS; turn++) {
      const whole = { perSecond, meanService, slots: before, seconds: settled + 1, seed: `${seed}/${turn}/before` };
      const reduced = { perSecond, meanService, slots: after, seconds: last + 60, seed: `${seed}/${turn}/after` };
      const present = inSystem(running(whole), fromSeconds(settled));
      const { plane, since } = crowded(reduced, present);
      moments.forEach((moment, index) => {
        const n = inSystem(plane, since + fromSeconds(moment));
        found[index] = (found[index] as number) + n / DIPS;
        allBusy[index] = (allBusy[index] as number) + Number(n >= after) / DIPS;
      });
    }
    const at = (values: readonly number[]) => (moment: number) => values[moments.indexOf(moment)] ?? Number.NaN;
    return {
      ...byName(oracle, /^mean_in_system_at_t_([\d.]+)s$/, at(found)),
      ...byName(oracle, /^p_all_busy_at_t_([\d.]+)s$/, at(allBusy)),
    };
  });
}

/** The moments that are asked about, s after the dip, rising. */
function momentsOf(oracle: OracleCase): readonly number[] {
  const named = Object.values(byName(oracle, /_at_t_([\d.]+)s$/, (moment = 0) => moment));
  return [...new Set(named)].sort((a, b) => a - b);
}

function running(service: Service): TrafficPlane {
  const plane = planeFor(service);
  serveWith(plane, [0]);
  return plane;
}

/** A pod that so many requests have come to in no time, and when the last of them has. */
function crowded(service: Service, present: number): { readonly plane: TrafficPlane; readonly since: number } {
  const plane = running(service);
  plane.setRateFactor(CROWD, 0);
  let since = 0;
  while (inSystem(plane, since) < present) {
    since += LOOK;
    if (since > 50 * SECOND) throw new Error(`${present} requests never are in the pod together`);
  }
  plane.setRateFactor(1, since);
  return { plane, since };
}

function inSystem(plane: TrafficPlane, at: number): number {
  plane.advance(at);
  return plane.inFlight(0, at);
}

export const adapters: readonly OracleAdapter[] = [{ name: "traffic plane", family: /^Q-TRANS-\d+$/, run: dip }];
