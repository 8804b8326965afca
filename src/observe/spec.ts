import type { Law } from "../kernel/law.ts";
import type { Micros } from "../kernel/time.ts";

/** Who watches, how often, and from which error ratio on they act. */
export interface MonitoringSpec {
  readonly scrapeInterval: Micros;
  /** First scrape, µs after the start of the run. */
  readonly scrapePhase: Micros;
  readonly evaluationInterval: Micros;
  readonly evaluationPhase: Micros;
  /** Range over which the error ratio is taken, µs. */
  readonly window: Micros;
  /** The ratio must be above this, strictly, 0–1. */
  readonly errorRatioAbove: number;
  /** … for this long before the alert fires, µs (Prometheus `for`). */
  readonly holdFor: Micros;
  /** Fewer requests in the window than this: no verdict. */
  readonly minRequests: number;
  /** What a firing alert leads to. */
  readonly onAlert: "rollBack" | "nothing";
  /** From the firing of the alert to the decision, µs: an automaton's moment or a person's minutes. */
  readonly reaction: Law;
}
