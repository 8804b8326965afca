import type { Micros } from "../../../kernel/time.ts";
import type { Run } from "../../../record/run.ts";
import type { Narrator } from "../../../report/narrator.ts";
import type { ViewTools } from "../../region.ts";

/** What every part of an answer gets: the run it is about, and who puts it into words. */
export interface WhyTools extends ViewTools {
  readonly run: Run;
  readonly lane: number;
  /** The time on show, µs on the run's clock. */
  readonly at: Micros;
  readonly narrator: Narrator;
}
