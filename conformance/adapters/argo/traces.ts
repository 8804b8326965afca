import { compareTrace } from "../../../fidelity/compare.ts";
import type { Trace } from "../../../fidelity/trace.ts";
import { adapter, UNSUPPORTED } from "../../adapter.ts";

/** Second-by-second runs of the real controllers on a virtual clock; compared as `npm run fidelity` does. */
export const traces = adapter<Trace>({
  file: /^(an|basic|bg|dyn|rnd|tr|x)-/,
  cases: (content: Trace) => [{ id: content.scenario.name, input: content, expected: [] }],
  run(trace) {
    const verdict = compareTrace(trace);
    if (verdict.kind === "skipped") return UNSUPPORTED;
    return verdict.kind === "equal" ? [] : verdict.differences;
  },
});
