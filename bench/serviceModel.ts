import { fromSeconds, SECOND } from "../src/kernel/time.ts";
import type { TrafficRecord } from "../src/record/run.ts";
import { createTrafficPlane } from "../src/traffic/createTrafficPlane.ts";
import type { RateSteps, TrafficConfig } from "../src/traffic/plane.ts";

/** The service model that every program of the comparison implements: 4 slots per pod, queue 64, rolling update in ten steps. */
export interface ServiceModel {
  readonly pods: number;
  readonly perSecond: number;
  readonly seconds: number;
  /** Users, endpoint changes with weights and scrapes as a rehearsal has them; false: requests and counters only. */
  readonly everything: boolean;
  readonly seed: string;
}

const SCRAPE = 15 * SECOND;
const STEPS = 10;
const WARMUP = 10 * SECOND;

export function runServiceModel(model: ServiceModel): TrafficRecord {
  const plane = createTrafficPlane(configOf(model));
  const reading = { byVersion: new Float64Array(21) };
  const serving = Array.from({ length: model.pods }, (_, pod) => pod);
  // They came up long ago: warm from the first request on.
  for (const pod of serving) plane.listen(pod, 0, -WARMUP);
  plane.setEndpoints(0, serving, 0);
  plane.setRoute([{ backend: 0, weight: 1 }], 0);

  const { pods, seconds } = model;
  const agenda: { readonly at: number; readonly run: (now: number) => void }[] = [];
  for (let step = 0; step < STEPS; step++) {
    const from = Math.floor((step * pods) / STEPS);
    const to = Math.floor(((step + 1) * pods) / STEPS);
    const leave = fromSeconds(seconds * (0.1 + 0.08 * step));
    agenda.push({
      at: leave,
      run: (now) => {
        serving.splice(0, to - from);
        plane.setEndpoints(0, serving, now);
      },
    });
    agenda.push({
      at: leave + fromSeconds((15 * seconds) / 600),
      run: (now) => {
        for (let pod = from; pod < to; pod++) {
          plane.listen(pods + pod, 1, now);
          serving.push(pods + pod);
        }
        plane.setEndpoints(0, serving, now);
      },
    });
  }
  if (model.everything) {
    for (let at = SCRAPE; at < seconds * SECOND; at += SCRAPE) {
      agenda.push({ at, run: (now) => plane.readCounters(now, reading) });
    }
  }
  agenda.sort((a, b) => a.at - b.at);
  for (const { at, run } of agenda) {
    plane.advance(at);
    run(at);
  }
  return plane.seal();
}

function configOf({ perSecond, seconds, everything, seed }: ServiceModel): TrafficConfig {
  return {
    seed,
    start: 0,
    end: seconds * SECOND,
    arrivals: { law: "poisson", rate: dailyRate(perSecond, seconds) },
    users: everything
      ? { count: 10_000, activity: { law: "zipf", exponent: 1 } }
      : { count: 1, activity: { law: "uniform" } },
    client: {
      timeout: SECOND,
      retries: { max: 2, backoff: 50_000, budget: 1 },
      routing: "perRequest",
      connections: 1,
    },
    balancer: "leastRequest",
    capacity: {
      slots: 4,
      queue: 64,
      // Mean 28 ms: median · exp(0.6² / 2).
      service: { law: "lognormal", median: 28_000 / 1.1972173631218102, sigma: 0.6 },
      warmup: { span: WARMUP, factor: 1.5 },
      cancelsAbandoned: false,
    },
    versions: [
      { errorShare: 0.001, serviceFactor: 1, faulty: false },
      { errorShare: 0.005, serviceFactor: 1, faulty: everything },
    ],
    slowAfter: 300_000,
    sampleLimit: everything ? 20_000 : 2,
    requestLimit: 2_000_000_000,
  };
}

/** perSecond · (1 + 0.2 s(t)), s a sine of period 300 s drawn with parabolas, one value per second. */
function dailyRate(perSecond: number, seconds: number): RateSteps {
  const rate = { from: new Float64Array(seconds), perSecond: new Float64Array(seconds) };
  for (let second = 0; second < seconds; second++) {
    const phase = (second % 300) / 150;
    const u = phase < 1 ? phase : phase - 1;
    const wave = (phase < 1 ? 4 : -4) * u * (1 - u);
    rate.from[second] = second * SECOND;
    rate.perSecond[second] = perSecond * (1 + 0.2 * wave);
  }
  return rate;
}
