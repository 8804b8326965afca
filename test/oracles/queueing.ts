import type { Law } from "../../src/kernel/law.ts";
import { exp } from "../../src/kernel/math.ts";
import { SECOND } from "../../src/kernel/time.ts";
import { OUTCOME } from "../../src/traffic/attempt.ts";
import type { OracleAdapter, OracleCase, Results } from "./adapter.ts";
import { byName, hasParameters, numberIn } from "./parameters.ts";
import { replicate } from "./replicate.ts";
import {
  answered,
  customersFor,
  meanInPod,
  meanLatency,
  planeFor,
  playSteady,
  quantile,
  type Service,
  type Steady,
  serveWith,
  shareOf,
  shareWithAtLeast,
  transient,
} from "./trafficRun.ts";

/** Customers of one replication where no queue remembers anything for long. */
const CUSTOMERS = 40_000;

/** A service with one queue: one pod that has all the slots. */
function centralQueue(oracle: OracleCase): Omit<Service, "seed"> & { readonly slots: number } {
  const perSecond = numberIn(oracle, "arrival_rate_rps");
  const meanService = numberIn(oracle, "mean_service_s");
  const slots = numberIn(oracle, "pods") * numberIn(oracle, "concurrency_per_pod");
  const utilisation = (perSecond * meanService) / slots;
  const warmup = transient(utilisation) * meanService;
  return { perSecond, meanService, slots, warmup, seconds: customersFor(utilisation) / perSecond };
}

/** What can be read from any steady queue. */
function steadyState(
  oracle: OracleCase,
  steady: Steady,
  { meanService, slots }: { meanService: number; slots: number },
) {
  const { all } = steady.record.latency;
  const sojourn = meanLatency(all);
  const busy = steady.inPod.reduce((sum, share, n) => sum + Math.min(n, slots) * share, 0);
  return {
    mean_sojourn_s: sojourn,
    mean_wait_in_queue_s: sojourn - meanService,
    mean_in_system: meanInPod(steady),
    utilisation: busy / slots,
    p_wait: shareWithAtLeast(steady, slots),
    ...byName(oracle, /^sojourn_p(\d+)_s$/, (percent = 50) => quantile(all, percent / 100)),
    ...byName(oracle, /^arrivals_seeing_k_ge_(\d+)$/, (k = 0) => shareWithAtLeast(steady, k)),
  };
}

/** M/M/1 and M/M/c. */
function waiting(oracle: OracleCase): Results | undefined {
  if (!isExponential(oracle)) return undefined;
  const service = centralQueue(oracle);
  return replicate(oracle, (seed) => steadyState(oracle, playSteady({ ...service, seed }), service));
}

/** M/M/c/c and M/M/c/K: who finds no room is turned away. */
function turnedAway(oracle: OracleCase): Results | undefined {
  if (!isExponential(oracle)) return undefined;
  const queue = numberIn(oracle, "queue_capacity");
  const { perSecond, meanService, slots } = centralQueue(oracle);
  // A queue that cannot grow forgets within a few services.
  const warmup = 20 * (1 + queue / slots) * meanService;
  const service = { perSecond, meanService, slots, queue, warmup, seconds: CUSTOMERS / perSecond };
  const constant: Law = { law: "deterministic", value: meanService * SECOND };
  return replicate(oracle, (seed) => {
    const steady = playSteady({ ...service, seed });
    const { record } = steady;
    const seesRoom = 1 - shareWithAtLeast(steady, slots + queue);
    return {
      refused_share: shareOf(record, OUTCOME.shed),
      served_rps: answered(record) / service.seconds,
      mean_in_flight: meanInPod(steady),
      mean_in_system: meanInPod(steady),
      mean_sojourn_of_accepted_s: meanLatency(record.latency.all),
      p_accepted_waits: (shareWithAtLeast(steady, slots) - (1 - seesRoom)) / seesRoom,
      ...byName(oracle, /^refused_share_deterministic_service$/, () =>
        shareOf(playSteady({ ...service, seed, law: constant }).record, OUTCOME.shed),
      ),
    };
  });
}

/** M/G/1: Pollaczek and Khinchine. */
function general(oracle: OracleCase): Results | undefined {
  if (!hasParameters(oracle, ["arrival_rate_rps", "pods", "concurrency_per_pod"])) return undefined;
  const drawn = serviceLaw(oracle);
  if (drawn === undefined) return undefined;
  const perSecond = numberIn(oracle, "arrival_rate_rps");
  const warmup = 4 * transient(perSecond * drawn.mean) * drawn.mean;
  const service = { perSecond, meanService: drawn.mean, law: drawn.law, slots: 1, warmup };
  return replicate(oracle, (seed) =>
    steadyState(oracle, playSteady({ ...service, seed, seconds: CUSTOMERS / perSecond }), service),
  );
}

/** The law of the service times and its mean in seconds, where the case names one that a pod can have. */
function serviceLaw(oracle: OracleCase): { readonly law: Law; readonly mean: number } | undefined {
  if (hasParameters(oracle, ["lognormal_mu", "lognormal_sigma"])) {
    const [mu, sigma] = [numberIn(oracle, "lognormal_mu"), numberIn(oracle, "lognormal_sigma")];
    return { law: { law: "lognormal", median: exp(mu) * SECOND, sigma }, mean: exp(mu + (sigma * sigma) / 2) };
  }
  if (/determin|constant/i.test(String(oracle.params.service)) && hasParameters(oracle, ["mean_service_s"])) {
    const mean = numberIn(oracle, "mean_service_s");
    return { law: { law: "deterministic", value: mean * SECOND }, mean };
  }
  return undefined;
}

/** M/G/∞: as many slots as anybody could need. */
function unlimited(oracle: OracleCase): Results | undefined {
  if (!hasParameters(oracle, ["arrival_rate_rps", "mean_service_s"]) || !isExponential(oracle)) return undefined;
  const [perSecond, meanService] = [numberIn(oracle, "arrival_rate_rps"), numberIn(oracle, "mean_service_s")];
  const service = { perSecond, meanService, slots: 20 * Math.ceil(perSecond * meanService), warmup: 40 * meanService };
  return replicate(oracle, (seed) => {
    const steady = playSteady({ ...service, seed, seconds: CUSTOMERS / perSecond });
    return {
      mean_in_flight: meanInPod(steady),
      ...byName(oracle, /^p_in_flight_gt_(\d+)$/, (n = 0) => shareWithAtLeast(steady, n + 1)),
      ...byName(oracle, /^mean_in_flight_([\d.]+)s_after_switch$/, (after = 0) =>
        inFlightAfterSwitch({ ...service, seed, seconds: after }),
      ),
    };
  });
}

/** Mean in flight `seconds` after all traffic was switched to pods that had none, over a hundred switches. */
function inFlightAfterSwitch(service: Service): number {
  const switches = 100;
  const plane = planeFor({ ...service, warmup: 0, seconds: switches * service.seconds });
  plane.setRoute([{ backend: 0, weight: 1 }], 0);
  const after = service.seconds * SECOND;
  let sum = 0;
  for (let pod = 0; pod < switches; pod++) {
    plane.listen(pod, 0, pod * after);
    plane.setEndpoints(0, [pod], pod * after);
    plane.advance((pod + 1) * after);
    sum += plane.inFlight(pod, (pod + 1) * after);
  }
  return sum / switches;
}

/** Attempts that fail with a fixed probability, tried again. */
function retries(oracle: OracleCase): Results | undefined {
  const perSecond = numberIn(oracle, "first_attempt_rps");
  const max = numberIn(oracle, "max_retries");
  const seconds = CUSTOMERS / perSecond;
  const play = (seed: string, errorShare: number) => {
    const plane = planeFor(
      { seed, perSecond, meanService: 0.001, slots: 1000, seconds },
      {
        client: {
          timeout: SECOND,
          retries: { max, backoff: 1, budget: 1 },
          routing: "perRequest",
          connections: 1,
        },
        versions: [{ errorShare, serviceFactor: 1, faulty: false }],
      },
    );
    serveWith(plane, [0]);
    return plane.seal();
  };
  const outage = play(oracle.id, 1).totals;
  const estimates = replicate(oracle, (seed) => {
    const record = play(seed, numberIn(oracle, "attempt_failure_prob"));
    return {
      attempts_per_request: record.totals.attempts / record.totals.requests,
      offered_attempts_rps: record.totals.attempts / seconds,
      user_visible_failure_share: shareOf(record, OUTCOME.error),
    };
  });
  // Requests that the end of the run cuts off have not had all their attempts yet.
  const ended = outage.requests - outage.requestsInFlight;
  const unfinished = outage.attempts - (outage.attemptsByOutcome[OUTCOME.error] as number);
  return { ...estimates, total_outage_amplification: Math.round((outage.attempts - unfinished) / ended) };
}

function isExponential(oracle: OracleCase): boolean {
  return /^exponential/.test(String(oracle.params.service ?? "exponential"));
}

const name = "traffic plane";

export const adapters: readonly OracleAdapter[] = [
  { name, family: /^Q-MM1-\d+$/, run: waiting },
  { name, family: /^Q-MMC-\d+$/, run: waiting },
  { name, family: /^Q-MMCC-\d+$/, run: turnedAway },
  { name, family: /^Q-MMCK-\d+$/, run: turnedAway },
  { name, family: /^Q-M[GD]1-\d+$/, run: general },
  { name, family: /^Q-MGINF-\d+$/, run: unlimited },
  { name, family: /^Q-RETRY-\d+$/, run: retries },
];
