import type { Assessment } from "../../experiment/advise/types.ts";
import type { ToldAdvice } from "./words.ts";

const ADVICE_SCHEMA = "drydock/advice/v1";

/** The advice as plain data: `docs/advise.md` explains every field. */
export function adviceJson({ advice, scenario, seed, manifest, engineVersion }: ToldAdvice) {
  const idOf = new Map(advice.finalists.map(({ candidate }, index) => [candidate.key, index]));
  const placeOf = (key: string | null) => (key === null ? null : (idOf.get(key) ?? null));
  return {
    schema: ADVICE_SCHEMA,
    engine: { name: "drydock", version: engineVersion },
    scenario: scenario.name,
    seed,
    recommended: placeOf(advice.recommended),
    finalists: advice.finalists.map((one) => finalistOf(one, placeOf)),
    decided_by: Object.entries(advice.decidedBy).flatMap(([key, objective]) => {
      const finalist = placeOf(key);
      return finalist === null ? [] : [{ finalist, objective }];
    }),
    exclusions: advice.exclusions,
    possibilities: advice.possibilities.map(({ id, weight }) => ({ id, weight })),
    order: advice.order,
    flips: advice.flips.map(({ change, instead, confirmed }) => ({
      change,
      instead: placeOf(instead) ?? JSON.parse(instead),
      confirmed,
    })),
    influences: advice.influences,
    tried: advice.tried,
    rehearsed: advice.rehearsed,
    manifest,
  };
}

function finalistOf(one: Assessment, placeOf: (key: string | null) => number | null) {
  const { candidate, objectives, checks, standing, regret, robustness, worst, blocks } = one;
  return {
    strategy: candidate.use.name,
    own: candidate.own,
    parameters: candidate.written,
    standing,
    dominated_by: placeOf(one.dominatedBy),
    objectives,
    limits: checks,
    regret,
    robustness,
    worst,
    blocks,
  };
}
