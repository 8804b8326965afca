import type { AdviceWish, Scenario } from "../../scenario/scenario.ts";
import type { Study } from "../trial.ts";
import { assessments } from "./assessments.ts";
import { beginnings, neighbours } from "./candidates.ts";
import { type Choice, choose, front, ranked, withinLimits } from "./choice.ts";
import type { Frame } from "./criteria.ts";
import { changed, chosenUnder, type Prediction, predictFlips } from "./flips.ts";
import { influences } from "./influences.ts";
import { obstacleOf } from "./obstacles.ts";
import { possibilities } from "./possibilities.ts";
import { Search } from "./search.ts";
import {
  type Advice,
  type Candidate,
  type Change,
  type Evidence,
  type Exclusion,
  type Flip,
  type Influence,
  OBJECTIVES,
  type Objective,
} from "./types.ts";

/** How much to rehearse. */
export interface Effort {
  /** Faulty releases that the first look is taken at, the likeliest ones. */
  readonly firstLook: number;
  /** Rounds of steps from the best ones found so far, and how many are stepped from. */
  readonly rounds: number;
  readonly stepFrom: number;
  /** How many are looked at closely, and in how many blocks of worlds; then how many to the end, in how many more. */
  readonly close: { readonly candidates: number; readonly blocks: number };
  readonly last: { readonly candidates: number; readonly blocks: number };
  /** Blocks of fresh worlds in which changes are confirmed. */
  readonly confirm: number;
  /** Paths of the screening of uncertain inputs; 0: none. */
  readonly trajectories: number;
}

export const EFFORTS = {
  quick: {
    firstLook: 2,
    rounds: 0,
    stepFrom: 1,
    close: { candidates: 5, blocks: 1 },
    last: { candidates: 4, blocks: 1 },
    confirm: 1,
    trajectories: 0,
  },
  usual: {
    firstLook: 4,
    rounds: 2,
    stepFrom: 2,
    close: { candidates: 6, blocks: 1 },
    last: { candidates: 5, blocks: 3 },
    confirm: 2,
    trajectories: 2,
  },
  thorough: {
    firstLook: 6,
    rounds: 4,
    stepFrom: 3,
    close: { candidates: 10, blocks: 4 },
    last: { candidates: 7, blocks: 12 },
    confirm: 6,
    trajectories: 8,
  },
} as const satisfies Readonly<Record<string, Effort>>;

export interface AdviseOptions {
  /** The scenario's own when left out. */
  readonly seed?: string;
  /** Only these strategies; all that the service allows when left out. */
  readonly strategies?: readonly string[];
  /** What decides first; the others follow in their usual order. */
  readonly prefer?: Objective;
  readonly effort?: Effort;
}

/**
 * Which way to deploy, with reasons. Strategies that the service does not allow are set aside; the others, with the
 * scenario's own parameters and steps away from them, are rehearsed over the ways the release may turn out, all in the same
 * worlds; the better a candidate looks the more worlds it gets (successive halving). What is advised keeps to the limits,
 * lies on the Pareto front, and is the choice there objective by objective. The answer depends on scenario, seed and effort.
 */
export function* advise(scenario: Scenario, options: AdviseOptions = {}): Study<Advice> {
  const { effort = EFFORTS.usual, seed = scenario.seed } = options;
  const all = possibilities(scenario);
  const frame: Frame = { scenario, possibilities: all, order: orderOf(options.prefer) };
  const search = new Search(scenario, { possibilities: all, seed });
  const { allowed, exclusions, barred } = sorted(scenario, options.strategies);
  yield* explore(search, { allowed, effort, frame });
  const finalists = yield* halve(search, { effort, frame });
  const choice = choose(withinLimits(finalists, frame), frame);
  const recommended = choice?.chosen ?? null;
  const flips = yield* confirmFlips(search, { finalists, barred, effort, frame, recommended });
  const screened = recommended === null ? [] : yield* screen({ finalists, recommended, choice, effort, frame, seed });
  return {
    finalists: assessments(ranked(finalists, frame), { frame, recommended }),
    recommended: recommended?.candidate.key ?? null,
    decidedBy: choice?.decidedBy ?? {},
    exclusions,
    possibilities: all,
    order: frame.order,
    flips,
    influences: screened,
    tried: search.tried,
    rehearsed: search.rehearsed,
  };
}

function orderOf(prefer: Objective | undefined): readonly Objective[] {
  return prefer === undefined ? OBJECTIVES : [prefer, ...OBJECTIVES.filter((objective) => objective !== prefer)];
}

interface Sorted {
  readonly allowed: readonly Candidate[];
  readonly exclusions: readonly Exclusion[];
  /** What the facts of the service set aside. */
  readonly barred: readonly Candidate[];
}

function sorted(scenario: Scenario, names: readonly string[] | undefined): Sorted {
  const wanted = beginnings(scenario).filter(({ use }) => names === undefined || names.includes(use.name));
  const judged = wanted.map((candidate) => ({ candidate, because: obstacleOf(candidate.use, scenario) }));
  const barred = judged.flatMap(({ candidate, because }) => (because === null ? [] : [{ candidate, because }]));
  return {
    allowed: judged.filter(({ because }) => because === null).map(({ candidate }) => candidate),
    exclusions: barred.map(({ candidate, because }) => ({ strategy: candidate.use.name, because })),
    barred: barred.map(({ candidate }) => candidate),
  };
}

interface Exploration {
  readonly allowed: readonly Candidate[];
  readonly effort: Effort;
  readonly frame: Frame;
}

/** The first look: everything that is allowed, then steps away from what looked best, in one block of worlds. */
function* explore(search: Search, { allowed, effort, frame }: Exploration): Study<void> {
  const worlds = { block: 0, possibilities: firstLook(search, effort) };
  yield* search.tryIn(allowed, worlds);
  for (let round = 0; round < effort.rounds; round++) {
    const best = ranked(search.all(), frame).slice(0, effort.stepFrom);
    const steps = best.flatMap(({ candidate }) => neighbours(candidate));
    yield* search.tryIn(
      steps.filter(({ use }) => obstacleOf(use, search.scenario) === null),
      worlds,
    );
  }
}

/** The good release and the likeliest faults. */
function firstLook({ possibilities: all }: Search, { firstLook: faults }: Effort): readonly number[] {
  const order = all.map((_, index) => index).slice(1);
  const likeliest = order.sort((a, b) => (all[b]?.weight ?? 0) - (all[a]?.weight ?? 0) || a - b).slice(0, faults);
  return [0, ...likeliest.sort((a, b) => a - b)];
}

/** Ever fewer candidates in ever more worlds, every way the release may turn out. */
function* halve(search: Search, { effort, frame }: Omit<Exploration, "allowed">): Study<readonly Evidence[]> {
  const everything = search.possibilities.map((_, index) => index);
  let left = keep(search.all(), { most: effort.close.candidates, frame });
  let block = 1;
  for (const { candidates, blocks } of [effort.close, effort.last]) {
    left = keep(closely(search.evidence(left)), { most: candidates, frame });
    for (let i = 0; i < blocks; i++) yield* search.tryIn(left, { block: block++, possibilities: everything });
  }
  return closely(search.evidence(left));
}

/** Without the first look, where there is more: it saw only some of the faults. */
function closely(all: readonly Evidence[]): readonly Evidence[] {
  return all.map(({ candidate, blocks }) => ({
    candidate,
    blocks: blocks.length > 1 ? blocks.map((block, index) => (index === 0 ? null : block)) : blocks,
  }));
}

/** The best ones, and of each strategy on the front its best one, so that the front stays wide. */
function keep(
  all: readonly Evidence[],
  { most, frame }: { readonly most: number; readonly frame: Frame },
): readonly Candidate[] {
  const order = ranked(all, frame);
  const onFront = new Set(front(withinLimits(all, frame), frame));
  const ofKind = new Set<string>();
  const heads = order.filter((one) => {
    const { name } = one.candidate.use;
    return !ofKind.has(name) && ofKind.add(name) !== undefined;
  });
  const first = [...order.slice(0, 1), ...heads.filter((one) => onFront.has(one)), ...heads];
  const chosen = [...new Set([...first, ...order])].slice(0, most);
  return order.filter((one) => chosen.includes(one)).map(({ candidate }) => candidate);
}

interface Confirmation {
  readonly finalists: readonly Evidence[];
  readonly barred: readonly Candidate[];
  readonly effort: Effort;
  readonly frame: Frame;
  readonly recommended: Evidence | null;
}

/** Predicts what would change the advice, and rehearses it anew in worlds that nothing was chosen by. */
function* confirmFlips(search: Search, about: Confirmation): Study<readonly Flip[]> {
  const { finalists, barred, effort, frame, recommended } = about;
  const key = recommended?.candidate.key ?? null;
  const outsiders = yield* barredOnes(search, { finalists, barred, frame, key, effort });
  const predicted = [...predictFlips(finalists, { frame, recommended: key }), ...outsiders];
  if (predicted.length === 0) return [];
  const involved = [...finalists.map(({ candidate }) => candidate), ...barred.filter((one) => isNamed(one, outsiders))];
  const from = Math.max(1, ...finalists.map(({ blocks }) => blocks.length));
  const everything = search.possibilities.map((_, index) => index);
  for (let i = 0; i < effort.confirm; i++) {
    yield* search.tryIn(involved, { block: from + i, possibilities: everything });
  }
  const fresh = search.evidence(involved).map(({ candidate, blocks }) => ({
    candidate,
    blocks: blocks.map((block, index) => (index < from ? null : block)),
  }));
  return predicted.map(({ change, instead }) => {
    return { change, instead, confirmed: chosenUnder(change, fresh, frame) === instead };
  });
}

function isNamed({ key }: Candidate, predictions: readonly Prediction[]): boolean {
  return predictions.some(({ instead }) => instead === key);
}

/** The facts that set something aside, and what they look like the other way round. */
const FACTS: readonly { readonly fact: keyof AdviceWish; readonly to: boolean }[] = [
  { fact: "versionsTogether", to: true },
  { fact: "exclusiveVolume", to: false },
  { fact: "router", to: true },
  { fact: "flags", to: true },
  { fact: "identity", to: false },
];

/** Of what the facts of the service bar, what would be advised if one of them were otherwise. */
function* barredOnes(
  search: Search,
  { finalists, barred, frame, key, effort }: Omit<Confirmation, "recommended"> & { readonly key: string | null },
): Study<readonly Prediction[]> {
  const found: Prediction[] = [];
  for (const { fact, to } of FACTS) {
    const change: Change = { kind: "fact", fact, to };
    const freed = barred.filter(({ use }) => obstacleOf(use, changed(frame.scenario, change)) === null);
    if (freed.length === 0) continue;
    yield* search.tryIn(freed, { block: 0, possibilities: firstLook(search, effort) });
    const rivals = search.evidence([...finalists.map(({ candidate }) => candidate), ...freed]);
    const once = rivals.map(({ candidate, blocks }) => ({ candidate, blocks: blocks.slice(0, 1) }));
    const instead = chosenUnder(change, once, frame);
    if (instead !== null && instead !== key && freed.some((one) => one.key === instead))
      found.push({ change, instead });
  }
  return found;
}

interface Screening extends Omit<Confirmation, "barred"> {
  readonly recommended: Evidence;
  readonly choice: Choice | null;
  readonly seed: string;
}

/** Which input matters between the advised one and the next best one of another strategy, or of the same. */
function* screen({ finalists, recommended, choice, effort, frame, seed }: Screening): Study<readonly Influence[]> {
  if (effort.trajectories === 0) return [];
  const others = ranked(
    withinLimits(finalists, frame).filter((one) => one !== recommended),
    frame,
  );
  const rival = others.find(({ candidate }) => candidate.use.name !== recommended.candidate.use.name) ?? others[0];
  if (rival === undefined) return [];
  const objective = choice?.decidedBy[rival.candidate.key] ?? frame.order[0] ?? "hurtUsers";
  const { trajectories } = effort;
  return yield* influences({ advised: recommended, rival, objective, frame, seed, trajectories });
}
