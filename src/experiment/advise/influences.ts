import { scaled } from "../../faults/slowStart.ts";
import { pow } from "../../kernel/math.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { type ElementaryEffects, elementaryEffects, morrisPaths } from "../statistics/morris.ts";
import type { Study } from "../trial.ts";
import { choose } from "./choice.ts";
import { byBlock, type Frame, meansByPossibility, negligible } from "./criteria.ts";
import { possibilities } from "./possibilities.ts";
import { Search } from "./search.ts";
import type { Evidence, Influence, Objective } from "./types.ts";

/** Something that a scenario says and nobody knows exactly. */
interface Input {
  readonly name: string;
  /** Factors on what the scenario says, from – to. */
  readonly low: number;
  readonly high: number;
  readonly apply: (scenario: Scenario, factor: number) => Scenario;
}

const INPUTS: readonly Input[] = [
  {
    name: "traffic.rate",
    low: 0.5,
    high: 1.5,
    apply: (scenario, factor) => ({
      ...scenario,
      traffic: {
        ...scenario.traffic,
        rate: scenario.traffic.rate.map((step) => ({ ...step, perSecond: step.perSecond * factor })),
      },
    }),
  },
  {
    name: "service.boot",
    low: 0.5,
    high: 2,
    apply: (scenario, factor) => ({
      ...scenario,
      service: { ...scenario.service, boot: scaled(scenario.service.boot, factor) },
    }),
  },
  {
    name: "monitoring.window",
    low: 1,
    high: 3,
    apply: (scenario, factor) => ({
      ...scenario,
      monitoring: { ...scenario.monitoring, window: Math.round(scenario.monitoring.window * factor) },
    }),
  },
  {
    name: "advise.faultyReleases",
    low: 0.2,
    high: 4,
    apply: (scenario, factor) => ({
      ...scenario,
      advise: { ...scenario.advise, faultyReleases: Math.min(1, scenario.advise.faultyReleases * factor) },
    }),
  },
];

interface Rivals {
  readonly advised: Evidence;
  readonly rival: Evidence;
  /** What decided between them. */
  readonly objective: Objective;
  readonly frame: Frame;
  readonly seed: string;
  readonly trajectories: number;
}

/**
 * Which uncertain input matters for the choice between the advised candidate and its rival: elementary effects (Morris) on
 * the advantage of the first in what decided between them, in units of what is negligible; and for each input by itself
 * whether the choice between the two is another one at an end of its range than it is now, in the same worlds.
 */
export function* influences(rivals: Rivals): Study<readonly Influence[]> {
  const { trajectories, seed } = rivals;
  const paths = morrisPaths({ inputs: INPUTS.length, trajectories, seed });
  const answers: number[][] = [];
  for (const points of paths.points) {
    const row: number[] = [];
    for (const point of points) row.push((yield* askAt(point, rivals)).advantage);
    answers.push(row);
  }
  const effects = elementaryEffects(paths, answers);
  const centre = INPUTS.map(neutral);
  const asNow = (yield* askAt(centre, rivals)).isStillChosen;
  const told: Influence[] = [];
  for (const [index, input] of INPUTS.entries()) {
    let flips = false;
    for (const end of [0, 1]) {
      const point = centre.map((value, other) => (other === index ? end : value));
      flips = flips || (yield* askAt(point, rivals)).isStillChosen !== asNow;
    }
    const { muStar, sigma } = effects[index] as ElementaryEffects;
    told.push({ input: input.name, low: input.low, high: input.high, effect: muStar, spread: sigma, flips });
  }
  return told.sort((a, b) => b.effect - a.effect || (a.input < b.input ? -1 : 1));
}

/** Where on 0–1 the factor is 1. The scale is geometric, so halving and doubling are equally far. */
function neutral({ low, high }: Input): number {
  let at = 0.5;
  let step = 0.25;
  for (let i = 0; i < 40; i++, step /= 2) at += factorAt({ low, high }, at) < 1 ? step : -step;
  return at;
}

function factorAt({ low, high }: Pick<Input, "low" | "high">, at: number): number {
  return low * pow(high / low, at);
}

function* askAt(
  point: readonly number[],
  { advised, rival, objective, frame, seed }: Rivals,
): Study<{ readonly advantage: number; readonly isStillChosen: boolean }> {
  const scenario = INPUTS.reduce(
    (before, input, index) => input.apply(before, factorAt(input, point[index] ?? 0)),
    frame.scenario,
  );
  const all = possibilities(scenario);
  const search = new Search(scenario, { possibilities: all, seed });
  const candidates = [advised.candidate, rival.candidate];
  yield* search.tryIn(candidates, { block: 0, possibilities: tellingOnes({ advised, rival, frame }) });
  const [a, b] = search.evidence(candidates) as [Evidence, Evidence];
  const there: Frame = { ...frame, scenario, possibilities: all };
  const difference = (byBlock(objective, b, there)[0] ?? 0) - (byBlock(objective, a, there)[0] ?? 0);
  return {
    advantage: difference / negligible(objective, there),
    isStillChosen: choose([a, b], there)?.chosen === a,
  };
}

/** The good release, and the two faulty ones that tell most between the two. */
function tellingOnes({ advised, rival, frame }: Pick<Rivals, "advised" | "rival" | "frame">): readonly number[] {
  const ofA = meansByPossibility("hurtUsers", advised, frame);
  const ofB = meansByPossibility("hurtUsers", rival, frame);
  const faulty = frame.possibilities.flatMap(({ weight }, index) =>
    index === 0 ? [] : [{ index, tells: weight * Math.abs((ofA[index] ?? 0) - (ofB[index] ?? 0)) }],
  );
  const most = faulty.sort((x, y) => y.tells - x.tells || x.index - y.index).slice(0, 2);
  return [0, ...most.map(({ index }) => index).sort((x, y) => x - y)];
}
