import { strategies } from "../../rollout/strategies/index.ts";
import { canonical } from "../../scenario/canonical.ts";
import type { Scenario, StrategyUse } from "../../scenario/scenario.ts";
import { writtenUse } from "../../scenario/written.ts";
import type { Candidate } from "./types.ts";

/** One thing about a strategy that can be had more or less of. */
interface Axis {
  readonly parameter: string;
  /** As they would stand in a file, from the cautious end to the bold one. */
  readonly values: readonly unknown[];
}

const ladder = (key: string, pause: string, shares: readonly string[]) =>
  shares.map((share) => ({ [key]: share, pause }));

/**
 * What is tried of a parameter, whatever strategy has one of that name. A strategy's own schema says which of the values
 * it takes; an axis of which it takes none is not one of its axes.
 */
const AXES: readonly Axis[] = [
  { parameter: "maxSurge", values: [1, "25%", "50%", "100%"] },
  { parameter: "maxUnavailable", values: [0, "25%", "50%"] },
  { parameter: "podsAtOnce", values: [1, 2, 5] },
  { parameter: "minReadySeconds", values: [120, 30, 10] },
  {
    parameter: "steps",
    values: [
      ladder("weight", "5m", ["1%", "5%", "25%", "50%"]),
      ladder("weight", "2m", ["1%", "10%", "50%"]),
      ladder("weight", "60s", ["5%", "25%", "50%"]),
      ladder("weight", "30s", ["20%", "50%"]),
    ],
  },
  {
    parameter: "steps",
    values: [
      ladder("share", "5m", ["1%", "5%", "25%", "50%"]),
      ladder("share", "60s", ["5%", "25%", "50%"]),
      ladder("share", "30s", ["20%", "50%"]),
    ],
  },
  { parameter: "analysis", values: [{ interval: "5s" }, { interval: "15s" }, { interval: "15s", failureLimit: 2 }] },
  { parameter: "prePromotionAnalysis", values: [{ interval: "10s" }, null] },
  { parameter: "autoPromotionSeconds", values: [300, 60, 0] },
  { parameter: "scaleDownDelaySeconds", values: [300, 30] },
];

/** Ways of deploying that are asked of everybody, beside those that the scenario names. */
const COMMON: readonly string[] = ["recreate", "rolling", "ramped", "blueGreen", "canaryByReplicas", "canary"];
/** Those that only a service with the fact in question has a use for. */
const SPECIAL = { identity: "statefulSet", flags: "featureFlag" } as const;

/** Where the search begins: the strategies of the scenario as they are, and the usual ones with their defaults. */
export function beginnings({ strategies: own, advise }: Scenario): readonly Candidate[] {
  const special = Object.entries(SPECIAL).flatMap(([fact, name]) => (advise[fact as "identity"] ? [name] : []));
  const usual = [...COMMON, ...special].flatMap((name) => {
    const parsed = parse(name, {});
    return parsed === null ? [] : [candidateOf(parsed, { written: {}, own: false })];
  });
  return distinct([...own.map((use) => candidateOf(use, { written: {}, own: true })), ...usual]);
}

/** The candidates one step away on one axis each. */
export function neighbours(candidate: Candidate): readonly Candidate[] {
  const { use, written, own } = candidate;
  const found = AXES.flatMap((axis, index) => {
    const accepted = axis.values.map((value) => parse(use.name, { [axis.parameter]: value }));
    if (accepted.every((value) => value === null)) return [];
    const here = candidate.place[index] ?? accepted.findIndex((other) => other !== null && sameIn(axis, other, use));
    // Off the axis: every value of it is one step away.
    const steps = here < 0 ? axis.values.map((_, step) => step) : [here - 1, here + 1];
    return steps.flatMap((step) => {
      const value = accepted[step];
      if (value === null || value === undefined) return [];
      const moved = { ...written, [axis.parameter]: axis.values[step] };
      // A strategy may refuse two values together that it takes one by one.
      if (parse(use.name, moved) === null) return [];
      const parameters = { ...use.parameters, [axis.parameter]: value.parameters[axis.parameter] };
      const place = candidate.place.map((at, other) => (other === index ? step : at));
      return [{ ...candidateOf({ name: use.name, parameters }, { written: moved, own }), place }];
    });
  });
  return distinct(found);
}

function sameIn({ parameter }: Axis, a: StrategyUse, b: StrategyUse): boolean {
  return canonical(a.parameters[parameter]) === canonical(b.parameters[parameter]);
}

function candidateOf(use: StrategyUse, about: Pick<Candidate, "written" | "own">): Candidate {
  return { key: canonical(use), use, ...about, place: AXES.map(() => null) };
}

function parse(name: string, written: Readonly<Record<string, unknown>>): StrategyUse | null {
  const definition = strategies.find((strategy) => strategy.name === name);
  if (definition === undefined) return null;
  const parsed = writtenUse(definition, written);
  return "value" in parsed ? parsed.value : null;
}

function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ key }) => !seen.has(key) && seen.add(key));
}
