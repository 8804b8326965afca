import { type Micros, SECOND } from "../kernel/time.ts";
import type { Run } from "../record/run.ts";
import { tallyWindows, verdicts } from "./windows.ts";

/** Bad requests that the objective allows in a period: (1 − SLO) · rate · period. */
function errorBudget(slo: number, perSecond: number, period: Micros): number {
  return (1 - slo) * perSecond * (period / SECOND);
}

/** How many times faster than allowed the budget burns; null when nothing is allowed. */
function burnRate(badRatio: number, slo: number): number | null {
  return slo < 1 ? badRatio / (1 - slo) : null;
}

/** What the release cost of what the objective allows. */
export function budgetMeasures(run: Run) {
  const { window, objectives } = run;
  const { total, bad } = verdicts(run);
  const seconds = (window.end - window.start) / SECOND;
  const budget = errorBudget(objectives.availability, total / seconds, objectives.period);
  return {
    release_budget_share: budget > 0 ? bad / budget : null,
    peak_burn_rate: peakBurnRate(run),
  };
}

function peakBurnRate(run: Run): number | null {
  const { total, bad } = tallyWindows(run, run.objectives.window);
  let peak: number | null = null;
  for (let i = 0; i < total.length; i++) {
    if (total[i] === 0) continue;
    const rate = burnRate((bad[i] as number) / (total[i] as number), run.objectives.availability);
    if (rate !== null && (peak === null || rate > peak)) peak = rate;
  }
  return peak;
}
