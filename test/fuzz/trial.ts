import fc from "fast-check";
import { simulate, simulateTwin } from "../../src/experiment/simulate.ts";
import { LimitReached } from "../../src/kernel/assert.ts";
import { murmur3 } from "../../src/kernel/hash.ts";
import { NO_CAUSE } from "../../src/kernel/log.ts";
import { measure } from "../../src/measures/measure.ts";
import { violations } from "../../src/record/conservation.ts";
import type { Run } from "../../src/record/run.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { drawnWorld, type WorldFile } from "./drawnWorld.ts";

/** What came of one drawn world. */
export type Trial =
  | { readonly kind: "kept" }
  /** The reader or a limit turned the world away with a message; that is right as long as it is no crash. */
  | { readonly kind: "refused" }
  | { readonly kind: "broken"; readonly file: WorldFile; readonly why: string };

/** The world of this number: the same for the same seed, whoever draws it. */
export function worldOf(seed: string, number: number): WorldFile {
  const [file] = fc.sample(drawnWorld, { numRuns: 1, seed: murmur3(`${seed}/${number}`) | 0 });
  if (file === undefined) throw new Error("nothing was drawn");
  return file;
}

/** Plays one world and holds the run against everything that must hold whatever happened. */
export function tryWorld(file: WorldFile): Trial {
  try {
    return played(file);
  } catch (error) {
    if (error instanceof LimitReached) return { kind: "refused" };
    return { kind: "broken", file, why: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function played(file: WorldFile): Trial {
  const reading = readScenario(JSON.stringify(file));
  if (!reading.ok) return { kind: "refused" };
  const { value: scenario } = reading;
  const [strategy] = scenario.strategies;
  if (strategy === undefined) return { kind: "refused" };
  const run = simulate(scenario, strategy, scenario.seed);
  const twin = simulateTwin(scenario, scenario.seed);
  const broken = [...violations(run), ...violations(twin), ...causality(run), ...unmeasured(run, twin)];
  if (simulate(scenario, strategy, scenario.seed).digest !== run.digest) broken.push("another run has another digest");
  return broken.length === 0 ? { kind: "kept" } : { kind: "broken", file, why: broken.slice(0, 5).join("\n") };
}

/** Every event comes after its cause, and every chain of causes ends. */
function causality({ events }: Run): readonly string[] {
  const at = new Map(events.map((event) => [event.id, event.at]));
  return events.flatMap(({ id, kind, at: when, cause }) => {
    if (cause === NO_CAUSE) return [];
    const before = at.get(cause);
    if (before === undefined) return [`${kind} ${id} has a cause that is not there`];
    return before <= when && cause < id ? [] : [`${kind} ${id} comes before its cause`];
  });
}

/** A measure is a finite number, or null where it says nothing; a share lies in 0–1. */
function unmeasured(run: Run, twin: Run): readonly string[] {
  return Object.entries(measure(run, twin)).flatMap(([id, value]) =>
    value === null || Number.isFinite(value) ? [] : [`${id} is ${value}`],
  );
}
