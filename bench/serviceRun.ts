import { readFileSync } from "node:fs";
import { runServiceModel } from "./serviceModel.ts";

/** A fresh process: `node serviceRun.js pods seconds runs`. Prints one line of JSON about itself. */
const [pods = 10, seconds = 600, runs = 1] = process.argv.slice(2).map(Number);

const nanoseconds: number[] = [];
let attempts = 0;
for (let run = 1; run <= runs; run++) {
  const before = process.cpuUsage();
  const { totals } = runServiceModel({ pods, perSecond: 100 * pods, seconds, everything: false, seed: String(run) });
  const used = process.cpuUsage(before);
  attempts += totals.attempts;
  nanoseconds.push(((used.user + used.system) * 1000) / totals.attempts);
}
const { user, system } = process.cpuUsage();
const cpuSeconds = (user + system) / 1e6;
const memoryMib = peakMemoryMib();
console.log(JSON.stringify({ attempts, cpuSeconds, memoryMib, nanoseconds }));

/** Peak resident memory. Linux keeps it per program; elsewhere it may include what the parent was before it forked. */
function peakMemoryMib(): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}
