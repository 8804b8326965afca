import type { Need } from "../../rollout/strategy.ts";
import type { AdviceWish, FaultUse, StrategyUse } from "../../scenario/scenario.ts";
import type { TrialLane } from "../trial.ts";

/** A strategy with parameters that might be advised. */
export interface Candidate {
  /** Equal for equal strategies with equal parameters. */
  readonly key: string;
  readonly use: StrategyUse;
  /** What a person writes: the parameters that differ from where the search began, as they stand in a file. */
  readonly written: Readonly<Record<string, unknown>>;
  /** It began with the scenario's own parameters, not with the defaults. */
  readonly own: boolean;
  /** Position on each axis of the search; null: as it began. */
  readonly place: readonly (number | null)[];
}

/** How a release may turn out. */
export interface Possibility {
  /** `good`, or the kind of fault. */
  readonly id: string;
  /** Chance, 0–1; they add up to 1. */
  readonly weight: number;
  readonly faults: readonly FaultUse[];
}

/** One candidate in one block of worlds: lane by possibility, null where it was not tried, and what would have been anyway. */
export interface Block {
  readonly lanes: readonly (TrialLane | null)[];
  readonly without: readonly (TrialLane["measures"] | null)[];
}

/** All that is known of a candidate. */
export interface Evidence {
  readonly candidate: Candidate;
  /** In order; all candidates of an index lived in the same worlds. Null: it was not tried there. */
  readonly blocks: readonly (Block | null)[];
}

export const OBJECTIVES = ["hurtUsers", "downtime", "cost", "duration"] as const;
/** What is to be small: users hurt, seconds of total outage felt, money, seconds until a good release is out. */
export type Objective = (typeof OBJECTIVES)[number];

export const LIMITS = ["maxDowntime", "maxHurtUsers", "maxCost", "maxDuration", "maxRollback", "maxPods"] as const;
export type Limit = (typeof LIMITS)[number];

/** A value with the spread of its blocks. */
export interface Assessed {
  readonly mean: number;
  /** 95 % interval; null: one block alone has none. */
  readonly low: number | null;
  readonly high: number | null;
}

/** A limit and where a candidate stands; null: it never came to that (no good release was completed). */
export interface LimitCheck {
  readonly limit: Limit;
  readonly allowed: number;
  readonly value: number | null;
  readonly holds: boolean;
}

/** What is said of a candidate in the end. */
export interface Assessment {
  readonly candidate: Candidate;
  readonly objectives: Readonly<Record<Objective, Assessed>>;
  readonly checks: readonly LimitCheck[];
  readonly standing: "recommended" | "front" | "dominated" | "beyondLimits";
  /** Key of a candidate that is better in something and worse in nothing; null: there is none. */
  readonly dominatedBy: string | null;
  /** By how much it is worse than the best one on the front, in the unit of each objective. */
  readonly regret: Readonly<Record<Objective, number>>;
  /** Share of the possible releases for which it is on the front by itself. */
  readonly robustness: number;
  /** The possible release that hurts most users under it, and how many. */
  readonly worst: { readonly possibility: string; readonly hurtUsers: number };
  /** Blocks of worlds behind the numbers. */
  readonly blocks: number;
}

/** Why a strategy was not even tried, and what would have to change. */
export interface Exclusion {
  readonly strategy: string;
  readonly because: Obstacle;
}

export type Obstacle = { readonly need: Need } | { readonly quota: number; readonly wanted: number };

/** A change of what was asked for under which the advice would be another one. */
export interface Flip {
  readonly change: Change;
  /** Key of what would be advised then. */
  readonly instead: string;
  /** Rehearsed anew in worlds of its own, under the change, it was advised indeed. */
  readonly confirmed: boolean;
}

export type Change =
  | { readonly kind: "limit"; readonly limit: Limit; readonly from: number | null; readonly to: number }
  | { readonly kind: "fact"; readonly fact: keyof AdviceWish; readonly to: boolean };

/** How much an uncertain input matters for the choice between the advised strategy and the next best one. */
export interface Influence {
  readonly input: string;
  /** The range it was moved over, as factors of (or shares in place of) what the scenario says. */
  readonly low: number;
  readonly high: number;
  /** Mean absolute elementary effect on the advantage (Morris 1991), and their spread: large beside the mean, it depends on other inputs. */
  readonly effect: number;
  readonly spread: number;
  /** At one end of its range, with everything else as it is, the choice between the two is another one. */
  readonly flips: boolean;
}

/** What the search ended with. */
export interface Advice {
  /** Those that were looked at to the end: advised, on the front, and what came near. */
  readonly finalists: readonly Assessment[];
  /** Key of the advised one; null: nothing keeps to the limits. */
  readonly recommended: string | null;
  /** Which objective decided against each other one on the front, by key. */
  readonly decidedBy: Readonly<Record<string, Objective>>;
  readonly exclusions: readonly Exclusion[];
  readonly possibilities: readonly Possibility[];
  readonly order: readonly Objective[];
  readonly flips: readonly Flip[];
  readonly influences: readonly Influence[];
  /** Candidates that were tried, rollouts that were rehearsed. */
  readonly tried: number;
  readonly rehearsed: number;
}
