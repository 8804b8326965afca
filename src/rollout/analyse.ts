import type { RunKernel } from "../kernel/kernelAt.ts";
import { firstOf, type Process, Signal, sleep } from "../kernel/process.ts";
import type { Micros } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import { AnalysisRun } from "./controllers/argo/analysis/analysisRun.ts";
import type { AnalysisSpec } from "./controllers/argo/spec.ts";

export type Verdict = "passed" | "failed" | "inconclusive";

/** Measures for a span, µs, or until the verdict is clear. */
export function* analyse(
  kernel: RunKernel<EventKind>,
  metrics: AnalysisSpec["metrics"],
  span: Micros,
): Process<Verdict> {
  const ended = new Signal();
  const run = new AnalysisRun({ kernel, name: "analysis", metrics, changed: () => ended.emit() });
  const until = kernel.now + span;
  try {
    while (run.phase === "Running" || run.phase === "Pending") {
      if ((yield firstOf(ended, sleep(until - kernel.now))) === 1) run.terminate();
    }
  } finally {
    // Also when whoever asked is stopped.
    run.terminate();
  }
  if (run.phase === "Successful") return "passed";
  return run.phase === "Inconclusive" ? "inconclusive" : "failed";
}
