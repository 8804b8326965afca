import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";

/** What a process says about itself, whole life. */
export interface ProcessReport {
  readonly attempts: number;
  readonly cpuSeconds: number;
  /** Peak resident memory. */
  readonly memoryMib: number;
  /** CPU per attempt, by run. */
  readonly nanoseconds: readonly number[];
}

export interface ServiceRun {
  readonly pods: number;
  readonly seconds: number;
  readonly runs: number;
}

export interface FreshProcesses {
  run(service: ServiceRun): ProcessReport;
  remove(): void;
}

/** Bundles the service model as a user gets it, so that a fresh process compiles nothing. */
export async function freshProcesses(): Promise<FreshProcesses> {
  const folder = mkdtempSync(join(tmpdir(), "drydock-bench-"));
  await build({
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true },
    build: { ssr: "bench/serviceRun.ts", outDir: folder, emptyOutDir: true, minify: true },
  });
  return {
    run({ pods, seconds, runs }) {
      const output = execFileSync(process.execPath, [
        join(folder, "serviceRun.js"),
        ...[pods, seconds, runs].map(String),
      ]);
      return JSON.parse(output.toString()) as ProcessReport;
    },
    remove() {
      rmSync(folder, { recursive: true });
    },
  };
}
