import type { TrafficRecord } from "../../src/record/run.ts";
import type { BalancerName } from "../../src/traffic/plane.ts";
import type { OracleAdapter, OracleCase, Results } from "./adapter.ts";
import { byName, hasParameters, numberIn } from "./parameters.ts";
import { replicate } from "./replicate.ts";
import {
  customersFor,
  meanInPod,
  meanLatency,
  planeFor,
  playSteady,
  quantile,
  type Service,
  type Steady,
  serveWith,
  shareWithAtLeast,
  transient,
} from "./trafficRun.ts";

interface Balanced extends Omit<Service, "seed"> {
  readonly pods: number;
  readonly slots: number;
}

/** A queue at every pod; `perPod` requests per second for each. */
function balanced(oracle: OracleCase, balancer: BalancerName): Balanced {
  const pods = numberIn(oracle, "pods");
  const slots = numberIn(oracle, "concurrency_per_pod");
  const meanService = numberIn(oracle, "mean_service_s");
  const perSecond = hasParameters(oracle, ["arrival_rate_rps"])
    ? numberIn(oracle, "arrival_rate_rps")
    : numberIn(oracle, "arrival_rate_per_pod_rps") * pods;
  const utilisation = (perSecond * meanService) / (pods * slots);
  // All pods together serve the customers of a replication; none is played for less than it takes to forget.
  const seconds = Math.max(customersFor(utilisation) / perSecond, (transient(utilisation) / 2) * meanService);
  return { pods, slots, balancer, perSecond, meanService, seconds, warmup: transient(utilisation) * meanService };
}

const play = ({ pods, ...service }: Balanced, seed: string): Steady => playSteady({ ...service, seed }, pods);

/** Each request to a pod the balancer picks without looking. */
function blind(oracle: OracleCase, balancer: BalancerName): Results | undefined {
  const service = balanced(oracle, balancer);
  return replicate(oracle, (seed) => {
    const { all } = play(service, seed).record.latency;
    return {
      mean_sojourn_s: meanLatency(all),
      mean_wait_in_queue_s: meanLatency(all) - service.meanService,
      ...byName(oracle, /^sojourn_p(\d+)_s$/, (percent = 50) => quantile(all, percent / 100)),
    };
  });
}

/** The better of two pods drawn at random, beside any pod. */
function twoChoices(oracle: OracleCase): Results | undefined {
  const service = balanced(oracle, "leastRequest");
  // Choices among many pods forget quickly: queues of three are rare enough.
  const choosing = { ...service, warmup: 120 * service.meanService, seconds: 20 * service.meanService };
  const estimates = replicate(withoutContrast(oracle), (seed) => {
    const steady = play(choosing, seed);
    return {
      // Little's law: in so short a window, latencies would miss the slow requests that have not ended.
      mean_sojourn_in_service_units: (meanInPod(steady) * service.pods) / (service.perSecond * service.meanService),
      ...byName(oracle, /^share_of_pods_with_ge_(\d+)$/, (k = 0) => shareWithAtLeast(steady, k)),
    };
  });
  return { ...estimates, ...contrast(oracle, { ...service, balancer: "random" }) };
}

/** The shorter of two queues, beside one queue for both and beside a random split. */
function shorterQueue(oracle: OracleCase): Results | undefined {
  const service = balanced(oracle, "leastRequest");
  const { meanService } = service;
  const joint = { ...service, pods: 1, slots: service.pods * service.slots };
  return replicate(oracle, (seed) => {
    const units = (shape: Balanced) => meanLatency(play(shape, seed).record.latency.all) / meanService;
    return {
      mean_sojourn_in_service_units: units(service),
      p_both_idle: shareIdle({ ...service, seed }, service.pods),
      central_queue_M_M_2_in_service_units: units(joint),
      random_split_in_service_units: units({ ...service, balancer: "random" }),
    };
  });
}

/** Random choice among as many pods, few of which stand for all: they are independent. */
function contrast(oracle: OracleCase, service: Balanced): Results {
  const pods = Math.min(8, service.pods);
  const few = { ...service, pods, perSecond: (service.perSecond * pods) / service.pods };
  const asked = { ...oracle, expect: oracle.expect.filter(({ quantity }) => quantity === CONTRAST) };
  return asked.expect.length === 0
    ? {}
    : replicate(asked, (seed) => ({
        [CONTRAST]: meanLatency(play(few, seed).record.latency.all) / service.meanService,
      }));
}

const CONTRAST = "random_choice_mean_sojourn_in_service_units";

function withoutContrast(oracle: OracleCase): OracleCase {
  return { ...oracle, expect: oracle.expect.filter(({ quantity }) => quantity !== CONTRAST) };
}

/** Share of looks that find all pods idle at once. */
function shareIdle(service: Service, pods: number): number {
  const plane = planeFor(service);
  serveWith(plane, new Array<number>(pods).fill(0));
  const step = service.meanService * 1e6;
  let looks = 0;
  let idle = 0;
  for (let i = 1; i * step < ((service.warmup ?? 0) + service.seconds) * 1e6; i++) {
    const at = Math.round(i * step);
    plane.advance(at);
    if (at < (service.warmup ?? 0) * 1e6) continue;
    looks++;
    let busy = 0;
    for (let pod = 0; pod < pods; pod++) busy += plane.inFlight(pod, at);
    if (busy === 0) idle++;
  }
  return idle / looks;
}

/** One pod in ten is slower; nobody notices when the balancer is random. */
function slowCanary(oracle: OracleCase): Results | undefined {
  const [stable, canary] = [numberIn(oracle, "pods_stable"), numberIn(oracle, "pods_canary")];
  const [quick, slow] = [numberIn(oracle, "mean_service_stable_s"), numberIn(oracle, "mean_service_canary_s")];
  const perSecond = numberIn(oracle, "arrival_rate_rps");
  const utilisation = (perSecond / (stable + canary)) * Math.max(quick, slow);
  return replicate(oracle, (seed) => {
    const plane = planeFor({
      seed,
      perSecond,
      meanService: quick,
      factors: [1, slow / quick],
      warmup: transient(utilisation) * slow,
      seconds: (4 * customersFor(utilisation)) / perSecond,
    });
    serveWith(plane, [...new Array<number>(stable).fill(0), ...new Array<number>(canary).fill(1)]);
    return sojournByVersion(oracle, plane.seal());
  });
}

function sojournByVersion(oracle: OracleCase, { latency }: TrafficRecord): Record<string, number> {
  return {
    mean_sojourn_stable_s: meanLatency(latency.byVersion[0] as Uint32Array),
    mean_sojourn_canary_s: meanLatency(latency.byVersion[1] as Uint32Array),
    mean_sojourn_all_s: meanLatency(latency.all),
    ...byName(oracle, /^sojourn_p(\d+)_all_s$/, (percent = 50) => quantile(latency.all, percent / 100)),
  };
}

const name = "traffic plane";

export const adapters: readonly OracleAdapter[] = [
  { name, family: /^Q-LB-RAND-\d+$/, run: (oracle) => blind(oracle, "random") },
  { name, family: /^Q-LB-RR-\d+$/, run: (oracle) => blind(oracle, "roundRobin") },
  { name, family: /^Q-LB-P2C-\d+$/, run: twoChoices },
  { name, family: /^Q-LB-JSQ2-\d+$/, run: shorterQueue },
  { name, family: /^Q-CANARY-SLOW-\d+$/, run: slowCanary },
];
