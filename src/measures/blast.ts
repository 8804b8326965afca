import type { Run } from "../record/run.ts";
import { clip } from "../record/spans.ts";
import { exposureUserMinutes, faultyShare, peakExposure } from "./exposure.ts";
import { share, verdicts } from "./windows.ts";

/** Users (0 or more requests each) for whom `counts` reaches `least`. */
export function usersWithAtLeast(counts: ArrayLike<number>, least: number): number {
  let users = 0;
  for (let user = 0; user < counts.length; user++) if ((counts[user] as number) >= least) users++;
  return users;
}

/**
 * Bad requests of each user that the release caused: those of the run beyond those of the same user in the same world
 * without the release. A user the release happened to spare counts negative, so the sum is the difference of the sums.
 */
export function causedBadByUser(run: Run, twin: Run): Int32Array {
  const { bad } = run.traffic.users;
  const without = twin.traffic.users.bad;
  const caused = new Int32Array(bad.length);
  for (let user = 0; user < bad.length; user++) caused[user] = (bad[user] as number) - (without[user] ?? 0);
  return caused;
}

/** Who met the faulty version (exposed), who noticed (hurt), and how much. */
export function blastMeasures(run: Run, twin: Run) {
  const { users } = run.traffic;
  const active = usersWithAtLeast(users.requests, 1);
  const exposed = usersWithAtLeast(users.exposures, 1);
  const caused = causedBadByUser(run, twin);
  const hurt = usersWithAtLeast(caused, 1);
  const { total, bad } = verdicts(run);
  const faulty = faultyShare(run);
  return {
    exposed_users: share(exposed, active),
    exposed_users_of_all: share(exposed, users.count),
    exposed_user_count: exposed,
    hurt_users: share(hurt, active),
    hurt_users_3: share(usersWithAtLeast(caused, 3), active),
    hurt_user_count: hurt,
    bad_requests: bad,
    bad_request_share: share(bad, total),
    caused_bad_requests: bad - verdicts(twin).bad,
    peak_exposure: peakExposure(faulty),
    exposure_user_minutes: exposureUserMinutes(faulty, active),
    affected_zones: affectedZones(run),
    data_at_risk: run.traffic.faultyWrites ?? 0,
  };
}

/** Zones with a ready endpoint of a faulty version within the window. */
function affectedZones({ pods, versions, window }: Run): number {
  const zones = new Set<string>();
  for (const { version, zone, endpointReady } of pods) {
    if (versions[version]?.faulty === true && clip(endpointReady, window).length > 0) zones.add(zone);
  }
  return zones.size;
}
