import { assert } from "../kernel/assert.ts";
import type { Run } from "../record/run.ts";
import { blastMeasures } from "./blast.ts";
import { budgetMeasures } from "./budget.ts";
import { costMeasures } from "./cost.ts";
import { downtimeMeasures } from "./downtime.ts";
import type { Measures } from "./ids.ts";
import { timeMeasures } from "./times.ts";
import { trafficMeasures } from "./traffic.ts";

/**
 * All measures of a run. `twin` is the same world without the release (same seed, same window): what would have gone
 * wrong anyway is not blamed on the release.
 */
export function measure(run: Run, twin: Run): Measures {
  assert(run.seed === twin.seed, `the twin is of another world: seed ${twin.seed} beside ${run.seed}`);
  assert(
    run.window.start === twin.window.start && run.window.end === twin.window.end,
    "the twin was watched over another window",
  );
  return {
    ...downtimeMeasures(run),
    ...budgetMeasures(run),
    ...blastMeasures(run, twin),
    ...timeMeasures(run),
    ...costMeasures(run),
    ...trafficMeasures(run),
  };
}
