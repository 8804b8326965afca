import { EVENT_CLASS } from "../src/kernel/calendar.ts";
import { Kernel } from "../src/kernel/kernel.ts";
import { stream } from "../src/kernel/streams.ts";
import { SECOND } from "../src/kernel/time.ts";
import { fineBinMiddle } from "../src/record/latency.ts";
import { createTrafficPlane } from "../src/traffic/createTrafficPlane.ts";
import type { Simjs } from "./simjs.ts";

/** M/M/c: `servers` servers, one queue, service of mean 1 s, utilisation `load`. */
export interface Mmc {
  readonly servers: number;
  readonly load: number;
  readonly customers: number;
  readonly seed: number;
}

/** Mean wait in the queue, s; the exact value is Erlang's: 0.204590 for 10 servers at 0.8. */
export type MeanWait = number;

/** On the kernel's general interface: an event for each arrival and each departure. */
export function onKernel({ servers, load, customers, seed }: Mmc): MeanWait {
  const kernel = new Kernel("bench", { events: 4 * customers });
  const arrivals = stream(String(seed), "arrivals");
  const demands = stream(String(seed), "demand");
  const gap = SECOND / (servers * load);
  const queue = new Float64Array(1 << 16);
  let head = 0;
  let tail = 0;
  let free = servers;
  let waited = 0;
  let left = customers;

  const depart = () => {
    if (head === tail) {
      free++;
      return;
    }
    waited += kernel.now - (queue[head++ & 65535] as number);
    kernel.schedule(kernel.now + demands.exponential() * SECOND, EVENT_CLASS.pod, depart);
  };
  const arrive = () => {
    if (--left > 0) kernel.schedule(kernel.now + arrivals.exponential() * gap, EVENT_CLASS.traffic, arrive);
    if (free > 0) {
      free--;
      kernel.schedule(kernel.now + demands.exponential() * SECOND, EVENT_CLASS.pod, depart);
    } else {
      queue[tail++ & 65535] = kernel.now;
    }
  };
  kernel.schedule(0, EVENT_CLASS.traffic, arrive);
  kernel.run(Number.MAX_SAFE_INTEGER);
  return waited / customers / SECOND;
}

/** Through the traffic plane: one pod with as many slots, recording everything it always records. */
export function onPlane({ servers, load, customers, seed }: Mmc): MeanWait {
  const end = Math.round((customers / (servers * load)) * SECOND);
  const plane = createTrafficPlane({
    seed: String(seed),
    start: 0,
    end,
    arrivals: { law: "poisson", rate: { from: Float64Array.of(0), perSecond: Float64Array.of(servers * load) } },
    users: { count: 1, activity: { law: "uniform" } },
    client: {
      timeout: 1_000_000 * SECOND,
      retries: { max: 0, backoff: 0, budget: 1 },
      routing: "perRequest",
      connections: 1,
    },
    balancer: "random",
    capacity: {
      slots: servers,
      queue: 1_000_000,
      service: { law: "exponential", mean: SECOND },
      warmup: { span: 0, factor: 1 },
      cancelsAbandoned: false,
    },
    versions: [{ errorShare: 0, serviceFactor: 1, faulty: false }],
    slowAfter: 1_000_000 * SECOND,
    sampleLimit: 2,
    requestLimit: 1_000_000_000,
  });
  plane.listen(0, 0, 0);
  plane.setEndpoints(0, [0], 0);
  plane.setRoute([{ backend: 0, weight: 1 }], 0);
  const bins = plane.seal().latency.all;
  let sum = 0;
  let count = 0;
  bins.forEach((n, bin) => {
    sum += n * fineBinMiddle(bin);
    count += n;
  });
  return sum / count / SECOND - 1;
}

/** With the npm package `simjs`: an entity that makes customers, a facility that serves them. */
export function onSimjs({ servers, load, customers, seed }: Mmc, { Sim, Entity, Facility, Random }: Simjs): MeanWait {
  const sim = new Sim();
  const facility = new Facility("pod", 1, servers, -1);
  const random = new Random(seed);
  const rate = servers * load;
  let left = customers;
  let waited = 0;

  class Source extends Entity {
    start(): void {
      this.customer();
    }

    customer(): void {
      const demand = random.exponential(1);
      const arrived = this.time();
      this.useFacility(facility, demand).done(() => {
        waited += this.time() - arrived - demand;
      });
      if (--left > 0) this.setTimer(random.exponential(rate)).done(() => this.customer());
    }
  }
  sim.addEntity(Source);
  sim.simulate(Number.MAX_VALUE, Number.MAX_SAFE_INTEGER);
  return waited / customers;
}
