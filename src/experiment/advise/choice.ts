import { checkLimits, compareIn, type Frame } from "./criteria.ts";
import { frontOf } from "./pareto.ts";
import { type Evidence, OBJECTIVES, type Objective } from "./types.ts";

/** Whether `a` is nowhere worse than `b` and somewhere better, as far as the worlds they share can tell. */
export function isBetter(a: Evidence, b: Evidence, frame: Frame): boolean {
  const relations = OBJECTIVES.map((objective) => compareIn(objective, { a, b }, frame));
  return relations.includes("better") && !relations.includes("worse");
}

/** Those that keep to every limit. */
export function withinLimits(all: readonly Evidence[], frame: Frame): readonly Evidence[] {
  return all.filter((evidence) => checkLimits(evidence, frame).every(({ holds }) => holds));
}

/** Those that no other one beats. */
export function front(all: readonly Evidence[], frame: Frame): readonly Evidence[] {
  return frontOf(all, (a, b) => isBetter(a, b, frame)).map((index) => all[index] as Evidence);
}

export interface Choice {
  readonly chosen: Evidence;
  /** Which objective ruled out the others on the front, by key. */
  readonly decidedBy: Readonly<Record<string, Objective>>;
}

/**
 * The one to advise: on the front, objective by objective in their order, those stay that are not worse than the best one
 * left; at last the one with the lowest mean in the first objective in which any two differ. Limits say what may be spent
 * on it: without them, users come before money and money before time. Null: there is nothing to choose from.
 */
export function choose(all: readonly Evidence[], frame: Frame): Choice | null {
  let left = front(all, frame);
  const decidedBy: Record<string, Objective> = {};
  for (const objective of frame.order) {
    const best = lowest(left, objective, frame);
    if (best === null) return null;
    const stay = left.filter((one) => one === best || compareIn(objective, { a: one, b: best }, frame) !== "worse");
    for (const one of left) if (!stay.includes(one)) decidedBy[one.candidate.key] = objective;
    left = stay;
  }
  const [first] = left;
  if (first === undefined) return null;
  const chosen = left.reduce((best, one) => (simpler(one, best) ? one : best), first);
  return { chosen, decidedBy };
}

/** The one that beats most others in pairs; the earlier of equal ones. */
function lowest(all: readonly Evidence[], objective: Objective, frame: Frame): Evidence | null {
  let best: Evidence | null = null;
  for (const one of all) {
    if (best === null || compareIn(objective, { a: one, b: best }, frame) === "better") best = one;
  }
  return best;
}

/** Of two that are alike: the scenario's own, then the one with less to write, then the order of their keys. */
function simpler(a: Evidence, b: Evidence): boolean {
  const size = ({ candidate }: Evidence) => Object.keys(candidate.written).length;
  if (a.candidate.own !== b.candidate.own) return a.candidate.own;
  if (size(a) !== size(b)) return size(a) < size(b);
  return a.candidate.key < b.candidate.key;
}

/** From the one to advise downwards: those within the limits first, each the choice among those that are left. */
export function ranked(all: readonly Evidence[], frame: Frame): readonly Evidence[] {
  const good = new Set(withinLimits(all, frame));
  const groups = [all.filter((one) => good.has(one)), all.filter((one) => !good.has(one))];
  return groups.flatMap((group) => {
    const order: Evidence[] = [];
    for (let left = group; left.length > 0; left = left.filter((one) => one !== order.at(-1))) {
      order.push(choose(left, frame)?.chosen ?? (left[0] as Evidence));
    }
    return order;
  });
}
