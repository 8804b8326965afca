import { SECOND } from "../../kernel/time.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { meanInterval, meanOf } from "../statistics/meanInterval.ts";
import { GOOD } from "./possibilities.ts";
import {
  type Assessed,
  type Block,
  type Evidence,
  LIMITS,
  type Limit,
  type LimitCheck,
  type Objective,
  type Possibility,
} from "./types.ts";

/** What the numbers are judged by. */
export interface Frame {
  readonly scenario: Scenario;
  readonly possibilities: readonly Possibility[];
  /** Which objective decides first. */
  readonly order: readonly Objective[];
}

/** One lane of a block. */
interface Outcome {
  readonly possibility: Possibility;
  readonly lane: NonNullable<Block["lanes"][number]>;
  readonly without: NonNullable<Block["without"][number]>;
}

/** The objectives of one lane, less what would have been anyway. */
const OF_LANE: Readonly<Record<Exclude<Objective, "duration">, (outcome: Outcome) => number>> = {
  hurtUsers: ({ lane, without }) => (lane.measures.hurt_user_count ?? 0) - (without.hurt_user_count ?? 0),
  downtime: ({ lane, without }) => (lane.measures.user_weighted_s ?? 0) - (without.user_weighted_s ?? 0),
  cost: ({ lane }) => lane.measures.extra_compute_cost ?? 0,
};

/** Differences below this are nobody's reason, in the unit of the objective. */
export function negligible(objective: Objective, { scenario }: Frame): number {
  switch (objective) {
    case "hurtUsers":
      return Math.max(0.5, scenario.traffic.users.count / 2000);
    case "downtime":
      return 0.2;
    case "cost":
      return costOfWindow(scenario) / 200;
    case "duration":
      return Math.max(15, scenario.duration / SECOND / 40);
  }
}

function costOfWindow({ service, prices, duration }: Scenario): number {
  const perHour = (service.cpuMilli / 1000) * prices.cpuHour + (service.memoryBytes / 2 ** 30) * prices.memoryGibHour;
  return (service.replicas * perHour * duration) / SECOND / 3600;
}

/** The objective in each block that the candidate was tried in, expected over the possible releases; null elsewhere. */
export function byBlock(objective: Objective, { blocks }: Evidence, frame: Frame): readonly (number | null)[] {
  return blocks.map((block) => (block === null ? null : ofBlock(objective, block, frame)));
}

function ofBlock(objective: Objective, block: Block, frame: Frame): number {
  const outcomes = outcomesOf(block, frame);
  if (objective === "duration") return meanOf(durations(outcomes, frame));
  return expected(outcomes, OF_LANE[objective]);
}

function outcomesOf(block: Block, { possibilities }: Frame): readonly Outcome[] {
  return possibilities.flatMap((possibility, index) => {
    const lane = block.lanes[index] ?? null;
    const without = block.without[index] ?? null;
    return lane === null || without === null ? [] : [{ possibility, lane, without }];
  });
}

/**
 * Weighted mean over the outcomes. Where only some of the faulty releases were tried, they stand for all of them: the
 * chance that the release is good stays what it is.
 */
function expected(outcomes: readonly Outcome[], measured: (outcome: Outcome) => number): number {
  const good = outcomes.filter(({ possibility }) => possibility.id === GOOD);
  const faulty = outcomes.filter(({ possibility }) => possibility.id !== GOOD);
  const share = good[0]?.possibility.weight ?? 0;
  return share * weighted(good, measured) + (1 - share) * weighted(faulty, measured);
}

function weighted(outcomes: readonly Outcome[], measured: (outcome: Outcome) => number): number {
  const all = outcomes.reduce((sum, { possibility }) => sum + possibility.weight, 0);
  if (all === 0) return outcomes.length === 0 ? 0 : meanOf(outcomes.map(measured));
  return outcomes.reduce((sum, outcome) => sum + (outcome.possibility.weight / all) * measured(outcome), 0);
}

/** Of the good releases; one that was not completed within the window took at least the rest of it. */
function durations(outcomes: readonly Outcome[], { scenario }: Frame): readonly number[] {
  const rest = (scenario.duration - scenario.releaseAt) / SECOND;
  const good = outcomes.filter(({ possibility }) => possibility.id === GOOD);
  return good.map(({ lane }) => lane.measures.rollout_duration_s ?? rest);
}

/** Mean and interval over the blocks. */
export function assess(objective: Objective, evidence: Evidence, frame: Frame): Assessed {
  const values = byBlock(objective, evidence, frame).filter((value) => value !== null);
  if (values.length < 2) return { mean: values[0] ?? 0, low: null, high: null };
  const { mean, low, high } = meanInterval(values);
  return { mean, low, high };
}

/**
 * How `a` compares with `b` in the worlds that both lived in: `worse` and `better` by more than is negligible and, with
 * three worlds or more, than chance explains (95 % interval of the paired difference).
 */
export function compareIn(
  objective: Objective,
  { a, b }: { readonly a: Evidence; readonly b: Evidence },
  frame: Frame,
): "better" | "alike" | "worse" {
  const ofB = byBlock(objective, b, frame);
  const differences = byBlock(objective, a, frame).flatMap((value, block) => {
    const other = ofB[block] ?? null;
    return value === null || other === null ? [] : [value - other];
  });
  if (differences.length === 0) return "alike";
  const mean = meanOf(differences);
  if (Math.abs(mean) <= negligible(objective, frame)) return "alike";
  if (differences.length >= 3) {
    const { low, high } = meanInterval(differences);
    if (low <= 0 && high >= 0) return "alike";
  }
  return mean < 0 ? "better" : "worse";
}

/**
 * Where the candidate stands beside each limit that there is. The window is always one: what a rollout that goes on beyond
 * it will still do is not known.
 */
export function checkLimits(evidence: Evidence, frame: Frame): readonly LimitCheck[] {
  const { duration, releaseAt } = frame.scenario;
  return LIMITS.flatMap((limit) => {
    const window = limit === "maxDuration" ? (duration - releaseAt) / SECOND : null;
    const allowed = allowedBy(limit, frame.scenario) ?? window;
    if (allowed === null) return [];
    const value = limitedValue(limit, evidence, frame);
    return [{ limit, allowed, value, holds: value !== null && value <= allowed }];
  });
}

/** The limit in the unit of what it limits: seconds, users, a factor, pods. */
export function allowedBy(limit: Limit, { advise }: Scenario): number | null {
  const written = advise[limit];
  if (written === null) return null;
  return limit === "maxDowntime" || limit === "maxDuration" || limit === "maxRollback" ? written / SECOND : written;
}

/** What a limit looks at. Null: no good release was completed within the window. */
export function limitedValue(limit: Limit, { blocks }: Evidence, frame: Frame): number | null {
  const tried = blocks.filter((block) => block !== null).map((block) => outcomesOf(block, frame));
  const outcomes = tried.flat();
  const good = outcomes.filter(({ possibility }) => possibility.id === GOOD);
  const faulty = outcomes.filter(({ possibility }) => possibility.id !== GOOD);
  switch (limit) {
    case "maxDowntime":
      return meanOf(tried.map((block) => expected(block, ({ lane }) => lane.measures.zero_endpoint_s ?? 0)));
    case "maxHurtUsers":
      return Math.max(0, weighted(faulty, OF_LANE.hurtUsers));
    case "maxCost":
      return meanOf(tried.map((block) => expected(block, costRatio)));
    case "maxDuration":
      return good.every(({ lane }) => lane.measures.rollout_duration_s !== null)
        ? meanOf(good.map(({ lane }) => lane.measures.rollout_duration_s ?? 0))
        : null;
    case "maxRollback": {
      const spans = faulty.flatMap(({ lane }) => lane.measures.rollback_duration_s ?? []);
      return spans.length === 0 ? 0 : meanOf(spans);
    }
    case "maxPods":
      return Math.max(0, ...outcomes.map(({ lane }) => lane.measures.peak_pods ?? 0));
  }
}

function costRatio({ lane }: Outcome): number {
  const { compute_cost, extra_compute_cost } = lane.measures;
  const without = (compute_cost ?? 0) - (extra_compute_cost ?? 0);
  return without > 0 ? (compute_cost ?? 0) / without : 1;
}

/** Users hurt under each possible release, mean over the blocks; null where it was not tried. */
export function hurtByPossibility(evidence: Evidence, frame: Frame): readonly (number | null)[] {
  return meansByPossibility("hurtUsers", evidence, frame);
}

/** One objective under each possible release by itself. */
export function meansByPossibility(
  objective: Exclude<Objective, "duration">,
  { blocks }: Evidence,
  frame: Frame,
): readonly (number | null)[] {
  return frame.possibilities.map((possibility) => {
    const values = blocks.flatMap((block) =>
      block === null
        ? []
        : outcomesOf(block, frame)
            .filter((outcome) => outcome.possibility === possibility)
            .map(OF_LANE[objective]),
    );
    return values.length === 0 ? null : meanOf(values);
  });
}
