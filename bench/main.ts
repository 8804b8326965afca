import { rollOver } from "./controlPlane.ts";
import { type Finding, findingLine } from "./finding.ts";
import { type FreshProcesses, freshProcesses, type ProcessReport } from "./freshProcess.ts";
import { type Mmc, onKernel, onPlane, onSimjs } from "./mmc.ts";
import { benchPage } from "./page.ts";
import { cpuSeconds, interleave, median, ratio } from "./rounds.ts";
import { runServiceModel } from "./serviceModel.ts";
import { loadSimjs } from "./simjs.ts";

const json = process.argv.includes("--json");
const quick = process.argv.includes("--quick");
const findings: Finding[] = [];
/** Loaded once: the package hangs itself on `window` only the first time. */
const simjs = await loadSimjs();

function found(name: string, value: number, unit: string, goal: Finding["goal"] = null): void {
  tell({ name, value, unit, goal });
}

function tell(finding: Finding): void {
  findings.push(finding);
  if (!json) console.log(findingLine(finding));
}

/** What one customer of M/M/10 costs simjs here and now, ns. The machine on which the goals were set took 1,058 ns. */
function yardstick(round: number): number {
  const customers = 200_000;
  const cpu = cpuSeconds(() => onSimjs({ servers: 10, load: 0.8, customers, seed: round + 1 }, simjs));
  return (cpu * 1e9) / customers;
}

/**
 * The service model, warm, beside one customer of simjs in the same round: what a slower or busier machine does falls
 * on both. The first round warms up and is not counted.
 */
function serviceModel(): void {
  const seconds = quick ? 600 : 3000;
  const run = (everything: boolean) => (round: number) => {
    let attempts = 0;
    const model = { pods: 10, perSecond: 1000, seconds, everything, seed: String(round) };
    const cpu = cpuSeconds(() => {
      attempts = runServiceModel(model).totals.attempts;
    });
    return (cpu * 1e9) / attempts;
  };
  const rounds = interleave({ simjs: yardstick, bare: run(false), all: run(true) }, quick ? 4 : 6);
  const [customer, bare, all] = [rounds.simjs.slice(1), rounds.bare.slice(1), rounds.all.slice(1)];
  found("simjs, M/M/10, the yardstick", median(customer), "ns/customer");
  found("service model, bare", median(bare), "ns/attempt");
  found("  against a customer of simjs", ratio(bare, customer), "x", { atMost: 0.16 });
  found("service model, users, endpoints and scrapes", median(all), "ns/attempt");
  found("  against a customer of simjs", ratio(all, customer), "x", { atMost: 0.217 });
}

function mmc(): void {
  const customers = quick ? 200_000 : 1_000_000;
  const waits: Record<string, number> = {};
  const timed = (name: string, program: (mmc: Mmc) => number) => (round: number) =>
    (cpuSeconds(() => {
      waits[name] = program({ servers: 10, load: 0.8, customers, seed: round + 1 });
    }) *
      1e9) /
    customers;
  const costs = interleave(
    {
      simjs: timed("simjs", (model) => onSimjs(model, simjs)),
      kernel: timed("kernel", onKernel),
      plane: timed("plane", onPlane),
    },
    quick ? 3 : 5,
  );
  for (const [name, cost] of Object.entries(costs)) {
    found(`M/M/10 at 0.8 on ${name}`, median(cost), "ns/customer");
    found(`  mean wait (Erlang C: 0.2046 s)`, waits[name] as number, "s");
  }
  found("M/M/10, kernel against simjs", ratio(costs.simjs, costs.kernel), "x faster", { atLeast: 7 });
  found("M/M/10, traffic plane against simjs", ratio(costs.simjs, costs.plane), "x faster", { atLeast: 14 });
}

/** CPU of a whole rolling update without users, and how it grows from 5,000 pods to 50,000: n log n would be 12.7 times. */
function controlPlane(): void {
  const cost = (pods: number) => cpuSeconds(() => rollOver(pods));
  cost(500);
  const small = cost(5_000);
  found("control plane, 5,000 pods on 500 nodes rolled over", small, "CPU s", { atMost: 1 });
  if (quick) return;
  const large = cost(50_000);
  found("control plane, 50,000 pods on 5,000 nodes rolled over", large, "CPU s");
  found("  growth (n log n: 12.7)", large / small, "x", { atMost: 12.7 });
}

async function processes(): Promise<void> {
  const fresh = await freshProcesses();
  try {
    coldStart(fresh);
    for (const seconds of quick ? [6_000] : [6_000, 60_000]) {
      const { attempts, memoryMib } = fresh.run({ pods: 10, seconds, runs: 1 });
      found(`  memory at ${(attempts / 1e6).toFixed(1)} M attempts`, memoryMib, "MiB", { atMost: 60 });
    }
    for (const pods of [10, 100, 1_000, 10_000]) growth(fresh, pods);
  } finally {
    fresh.remove();
  }
}

/** 0.30 CPU s for 600,000 requests where a customer of simjs took 1,058 ns: 500 / 1,058 = 0.473 of one for each. */
function coldStart(fresh: FreshProcesses): void {
  const requests = 600_000;
  const reports: ProcessReport[] = [];
  const run = () => {
    const report = fresh.run({ pods: 10, seconds: 600, runs: 1 });
    reports.push(report);
    return (report.cpuSeconds * 1e9) / requests;
  };
  const { cold, customer } = interleave({ cold: run, customer: yardstick }, 5);
  found("fresh process, 600 s x 1,000 rps", median(reports.map(({ cpuSeconds }) => cpuSeconds)), "CPU s");
  found("  a request against a customer of simjs", ratio(cold, customer), "x", { atMost: 0.473 });
  found("  its memory", median(reports.map(({ memoryMib }) => memoryMib)), "MiB", { atMost: 60 });
}

/** 220 ns at 10,000 pods where a customer of simjs took 1,058 ns: 0.208 of one. */
function growth(fresh: FreshProcesses, pods: number): void {
  const seconds = Math.max(3, 30_000 / pods);
  const run = () => median(fresh.run({ pods, seconds, runs: quick ? 2 : 4 }).nanoseconds.slice(1));
  const { attempt, customer } = interleave({ attempt: run, customer: yardstick }, quick ? 1 : 3);
  const { memoryMib } = fresh.run({ pods, seconds, runs: 1 });
  const isLargest = pods === 10_000;
  found(`${pods} pods at 100 rps each, warm`, median(attempt), "ns/attempt");
  found("  against a customer of simjs", ratio(attempt, customer), "x", isLargest ? { atMost: 0.208 } : null);
  found("  memory of one run", memoryMib, "MiB", isLargest ? { atMost: 100 } : null);
}

if (process.argv.includes("--page")) await benchPage(tell, { quick });
else {
  serviceModel();
  controlPlane();
  mmc();
  await processes();
}
if (json) console.log(JSON.stringify(findings, null, 2));
