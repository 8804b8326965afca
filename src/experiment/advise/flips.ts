import { SECOND } from "../../kernel/time.ts";
import type { AdviceWish, Scenario } from "../../scenario/scenario.ts";
import { choose, withinLimits } from "./choice.ts";
import { allowedBy, type Frame, limitedValue } from "./criteria.ts";
import { obstacleOf } from "./obstacles.ts";
import { type Change, type Evidence, LIMITS, type Limit } from "./types.ts";

/** A change of the wishes, and whom it would make the choice. */
export interface Prediction {
  readonly change: Change;
  readonly instead: string;
}

/** What would be advised among these under other wishes; null: nothing. */
export function chosenUnder(change: Change, all: readonly Evidence[], frame: Frame): string | null {
  const scenario = changed(frame.scenario, change);
  const allowed = all.filter(({ candidate }) => obstacleOf(candidate.use, scenario) === null);
  const other = { ...frame, scenario };
  return choose(withinLimits(allowed, other), other)?.chosen.candidate.key ?? null;
}

/** The scenario with one wish changed. */
export function changed(scenario: Scenario, change: Change): Scenario {
  const wish: Partial<AdviceWish> =
    change.kind === "fact" ? { [change.fact]: change.to } : { [change.limit]: change.to * unitOf(change.limit) };
  return { ...scenario, advise: { ...scenario.advise, ...wish } };
}

/** The model's unit of a limit in the unit it is spoken of: seconds are µs in a scenario. */
function unitOf(limit: Limit): number {
  return limit === "maxDowntime" || limit === "maxDuration" || limit === "maxRollback" ? SECOND : 1;
}

/**
 * Changes of one limit that would make another one the choice: those that let in what now lies beyond it, and those that
 * shut out what is advised now. The nearest one of each kind for each limit.
 */
export function predictFlips(
  all: readonly Evidence[],
  { frame, recommended }: { readonly frame: Frame; readonly recommended: string | null },
): readonly Prediction[] {
  return LIMITS.flatMap((limit) => {
    const from = allowedBy(limit, frame.scenario);
    const values = [...new Set(all.flatMap((one) => limitedValue(limit, one, frame) ?? []))].sort((a, b) => a - b);
    const looser = from === null ? [] : values.filter((value) => value > from).map((value) => roundUp(value, limit));
    const tighter = values
      .slice(1)
      .map((value, index) => middle(values[index] as number, value, limit))
      .filter((value) => from === null || value < from)
      .reverse();
    return [looser, tighter].flatMap((candidates) => {
      for (const to of candidates) {
        const change: Change = { kind: "limit", limit, from, to };
        const instead = chosenUnder(change, all, frame);
        if (instead !== null && instead !== recommended) return [{ change, instead }];
      }
      return [];
    });
  });
}

/** A twentieth above the value, so that other worlds do not decide otherwise. */
function roundUp(value: number, limit: Limit): number {
  return limit === "maxPods" ? Math.ceil(value) : threeDigits(value * 1.05);
}

function middle(low: number, high: number, limit: Limit): number {
  return limit === "maxPods" ? Math.floor(low) : threeDigits((low + high) / 2);
}

/** Three significant digits, upwards: nobody writes more into a file. */
function threeDigits(value: number): number {
  let unit = 0.001;
  while (value / unit > 1000) unit *= 10;
  return Math.round(Math.ceil(value / unit) * unit * 1000) / 1000;
}
