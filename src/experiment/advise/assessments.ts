import { front, isBetter, withinLimits } from "./choice.ts";
import { assess, byBlock, checkLimits, type Frame, hurtByPossibility, meansByPossibility } from "./criteria.ts";
import { dominates } from "./pareto.ts";
import { type Assessment, type Evidence, OBJECTIVES, type Objective } from "./types.ts";

/** What is said of each of the finalists, from the advised one downwards. */
export function assessments(
  all: readonly Evidence[],
  { frame, recommended }: { readonly frame: Frame; readonly recommended: Evidence | null },
): readonly Assessment[] {
  const within = withinLimits(all, frame);
  const best = front(within, frame);
  const robust = robustness(all, frame);
  return all.map((evidence, index) => {
    const isWithin = within.includes(evidence);
    const dominator = isWithin
      ? within.find((other) => other !== evidence && isBetter(other, evidence, frame))
      : undefined;
    const isOnFront = best.includes(evidence);
    const objectives = eachObjective((objective) => assess(objective, evidence, frame));
    return {
      candidate: evidence.candidate,
      objectives,
      checks: checkLimits(evidence, frame),
      standing:
        evidence === recommended ? "recommended" : isOnFront ? "front" : isWithin ? "dominated" : "beyondLimits",
      dominatedBy: dominator?.candidate.key ?? null,
      regret: eachObjective((objective) => {
        const least = Math.min(...best.map((other) => assess(objective, other, frame).mean));
        return best.length === 0 ? 0 : objectives[objective].mean - least;
      }),
      robustness: robust[index] ?? 0,
      worst: worstOf(evidence, frame),
      blocks: byBlock("cost", evidence, frame).filter((value) => value !== null).length,
    };
  });
}

function eachObjective<T>(measured: (objective: Objective) => T): Record<Objective, T> {
  return Object.fromEntries(OBJECTIVES.map((objective) => [objective, measured(objective)])) as Record<Objective, T>;
}

/** For how large a share of the possible releases each is on the front of means, taken by themselves. */
function robustness(all: readonly Evidence[], frame: Frame): readonly number[] {
  const duration = all.map((evidence) => assess("duration", evidence, frame).mean);
  const others = (["hurtUsers", "downtime", "cost"] as const).map((objective) =>
    all.map((evidence) => meansByPossibility(objective, evidence, frame)),
  );
  return all.map((_, one) =>
    frame.possibilities.reduce((sum, { weight }, possibility) => {
      const point = (index: number) => [
        ...others.map((means) => means[index]?.[possibility] ?? Number.POSITIVE_INFINITY),
        duration[index] ?? 0,
      ];
      return all.some((__, other) => dominates(point(other), point(one))) ? sum : sum + weight;
    }, 0),
  );
}

function worstOf(evidence: Evidence, frame: Frame): Assessment["worst"] {
  const means = hurtByPossibility(evidence, frame);
  let worst = 0;
  for (const [index, mean] of means.entries()) if ((mean ?? 0) > (means[worst] ?? 0)) worst = index;
  return { possibility: frame.possibilities[worst]?.id ?? "", hurtUsers: means[worst] ?? 0 };
}
