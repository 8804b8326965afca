import { Kernel } from "../../src/kernel/kernel.ts";
import { SECOND } from "../../src/kernel/time.ts";
import { OUTCOME_COUNT } from "../../src/record/run.ts";
import { OUTCOME } from "../../src/traffic/attempt.ts";
import { FlagProviders } from "../../src/traffic/flags/flagProviders.ts";
import type { OracleAdapter, OracleCase, Results } from "./adapter.ts";
import { hasParameters, numberIn } from "./parameters.ts";
import { replicate } from "./replicate.ts";
import { planeFor } from "./trafficRun.ts";

const USERS = 1000;

/** Pods that poll a flag by their own clocks, under traffic; the flag is turned off, and everybody waits until all know. */
function killSwitch(oracle: OracleCase): Results | undefined {
  const names = ["sdk_instances", "poll_interval_s", "flag_weight", "arrival_rate_rps", "error_rate_when_on"];
  if (!hasParameters(oracle, names) || numberIn(oracle, "server_cache_s") !== 0) return undefined;
  const [pods = 0, interval = 0, weight = 0, perSecond = 0, errorShare = 0] = names.map((name) =>
    numberIn(oracle, name),
  );
  const asked = oracle.expect
    .map(({ quantity }) => /^share_of_instances_still_on_at_(\d+)s$/.exec(quantity))
    .filter((match) => match !== null);
  return replicate(oracle, (seed) => {
    const flipAt = 2 * interval * SECOND;
    const end = flipAt + (interval + 1) * SECOND;
    const plane = planeFor(
      { seed, perSecond, meanService: 0.001, slots: 64, seconds: 3 * interval + 1 },
      {
        users: { count: USERS, activity: { law: "uniform" } },
        versions: [
          { errorShare: 0, serviceFactor: 1, faulty: false },
          { errorShare, serviceFactor: 1, faulty: true },
        ],
      },
    );
    const kernel = new Kernel(seed);
    kernel.plane = plane;
    const staleness = new Array<number>(pods).fill(0);
    const providers = new FlagProviders({
      kernel,
      version: 1,
      otherwise: 0,
      setFlag(pod, view) {
        if (kernel.now >= flipAt) staleness[pod] = (kernel.now - flipAt) / SECOND;
        plane.setFlag(pod, view, kernel.now);
      },
    });
    const on = Uint8Array.from({ length: USERS }, (_, user) => Number(user < weight * USERS));
    providers.begin({ by: "polling", interval: interval * SECOND }, { audience: on, share: weight });
    for (let pod = 0; pod < pods; pod++) {
      plane.listen(pod, 1, 0);
      providers.podListens(pod, 1);
    }
    plane.setEndpoints(0, [...staleness.keys()], 0);
    plane.setRoute([{ backend: 0, weight: 1 }], 0);
    kernel.run(flipAt - 1);
    const before = counted(plane, flipAt);
    kernel.schedule(flipAt, 0, () => providers.set({ audience: new Uint8Array(USERS), share: 0 }));
    kernel.run(end);
    const after = counted(plane, end);
    return {
      mean_staleness_s: staleness.reduce((sum, late) => sum + late, 0) / pods,
      mean_time_until_all_instances_off_s: Math.max(...staleness),
      expected_flagged_requests_after_flip: after.all - before.all,
      expected_failed_requests_after_flip: after.failed - before.failed,
      ...Object.fromEntries(
        asked.map(([quantity, at]) => [quantity, staleness.filter((late) => late > Number(at)).length / pods]),
      ),
    };
  });
}

/** Answers of the code behind the flag so far. */
function counted(plane: ReturnType<typeof planeFor>, now: number): { readonly all: number; readonly failed: number } {
  const byVersion = new Float64Array(3 * OUTCOME_COUNT);
  plane.readCounters(now, { byVersion });
  const own = byVersion.slice(OUTCOME_COUNT, 2 * OUTCOME_COUNT);
  return { all: own.reduce((sum, count) => sum + count, 0), failed: own[OUTCOME.error] ?? 0 };
}

export const adapters: readonly OracleAdapter[] = [{ name: "flag providers", family: /^R-FLAG-\d+$/, run: killSwitch }];
