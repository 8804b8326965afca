import { checkExpectations } from "./experiment/expectations.ts";
import type { Lane } from "./experiment/types.ts";
import type { MeasureId, Measures } from "./measures/ids.ts";
import type { RolloutRecord } from "./record/run.ts";
import { failureText } from "./report/expectationsText.ts";
import { parseClaim } from "./scenario/expect.ts";
import { readScenario } from "./scenario/read.ts";
import type { Expectation, Scenario } from "./scenario/scenario.ts";

/** What Vitest's and Jest's `expect.extend` want of a matcher. */
export interface Verdict {
  readonly pass: boolean;
  /** Printed when the assertion, or its `.not`, fails. */
  readonly message: () => string;
}

export interface HoldOptions {
  /** Rehearsed under so many seeds, 1 when left out. */
  readonly seeds?: number;
  /** In this share of them the claim has to hold, 0–1; all when left out. */
  readonly inAtLeast?: number;
}

/** Upper limits by measure, each in the measure's own unit: seconds, shares 0–1, users, requests, money. */
export type Limits = Readonly<Partial<Record<MeasureId, number>>>;

/**
 * For `expect.extend(matchers)`, in Vitest and Jest alike.
 * @throws Error when a scenario or a claim cannot be read: that is a mistake in the test, not a verdict.
 */
export const matchers = {
  /** Whether a claim, as in a scenario's `expect:`, holds of a scenario or of the text of one. */
  toHold(received: Scenario | string, claim: string, { seeds = 1, inAtLeast = 1 }: HoldOptions = {}): Verdict {
    const scenario = typeof received === "string" ? read(received) : received;
    const expectation: Expectation = { ...parsed(claim, scenario), line: 1, seeds, inAtLeast };
    const [result] = checkExpectations({ ...scenario, expect: [expectation] });
    if (result === undefined) throw new Error("one claim has one result");
    return {
      pass: result.holds,
      message: () => `${claim}: ${result.holds ? `seen ${result.seen}` : failureText(result)}`,
    };
  },

  /** Whether no measure of a lane is above its limit; a measure that does not apply (null) is above none. */
  toStayWithin(received: Lane | Measures, limits: Limits): Verdict {
    const measures = isLane(received) ? received.measures : received;
    const name = isLane(received) ? `${received.strategy}: ` : "";
    const entries = Object.entries(limits) as [MeasureId, number][];
    const over = entries.filter(([id, limit]) => (measures[id] ?? Number.NEGATIVE_INFINITY) > limit);
    const told = (over.length > 0 ? over : entries).map(([id, limit]) => `${id} is ${measures[id]}, limit ${limit}`);
    return { pass: over.length === 0, message: () => `${name}${told.join("; ")}` };
  },

  /** Whether a lane's rollout ended so. */
  toEndAs(received: Lane, result: RolloutRecord["result"]): Verdict {
    const seen = received.run.rollout.result;
    return { pass: seen === result, message: () => `${received.strategy}: ${seen}, asked for ${result}` };
  },
};

function isLane(received: Lane | Measures): received is Lane {
  return "measures" in received && "strategy" in received;
}

function read(text: string): Scenario {
  const reading = readScenario(text);
  if (reading.ok) return reading.value;
  throw new Error(reading.problems.map(({ line, column, message }) => `${line}:${column} ${message}`).join("\n"));
}

function parsed(claim: string, { strategies }: Scenario): Omit<Expectation, "line" | "seeds" | "inAtLeast"> {
  const reading = parseClaim(
    claim,
    strategies.map(({ name }) => name),
  );
  if ("value" in reading) return reading.value;
  throw new Error(`${claim}: ${reading.complaint.message}; ${reading.complaint.fix}`);
}
