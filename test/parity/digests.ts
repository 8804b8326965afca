import { simulate } from "../../src/experiment/simulate.ts";
import { readScenario } from "../../src/scenario/read.ts";

/** A scenario file to rehearse under each of its strategies. */
export interface Subject {
  readonly name: string;
  readonly text: string;
}

/** Digest of the record, by `scenario strategy`. */
export type Digests = Readonly<Record<string, string>>;

/** Rehearses the scenarios wherever this runs: in Node, or in the worker of a browser. */
export function digestsOf(subjects: readonly Subject[]): Digests {
  const digests: [string, string][] = [];
  for (const { name, text } of subjects) {
    const reading = readScenario(text);
    if (!reading.ok) throw new Error(`${name}: ${reading.problems.map(({ message }) => message).join("; ")}`);
    const { value: scenario } = reading;
    for (const strategy of scenario.strategies)
      digests.push([`${name} ${strategy.name}`, simulate(scenario, strategy, scenario.seed).digest]);
  }
  return Object.fromEntries(digests);
}
