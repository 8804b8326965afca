import { strategies } from "../../rollout/strategies/index.ts";
import type { Need } from "../../rollout/strategy.ts";
import type { AdviceWish, Scenario, StrategyUse } from "../../scenario/scenario.ts";
import type { Obstacle } from "./types.ts";

/** Which facts of a service forbid what, and the fact that would have to be otherwise. */
const FORBIDS: Readonly<Record<Need, (wish: AdviceWish) => boolean>> = {
  bothVersions: ({ versionsTogether, exclusiveVolume }) => !versionsTogether || exclusiveVolume,
  router: ({ router }) => !router,
  secondStack: () => false,
  flag: ({ flags }) => !flags,
  identity: ({ identity }) => !identity,
};

/** Why the strategy is out of the question for this service; null: nothing speaks against trying it. */
export function obstacleOf(use: StrategyUse, { advise, service }: Scenario): Obstacle | null {
  const needs = needsOf(use);
  const forbidden = needs.find((need) => FORBIDS[need](advise));
  if (forbidden !== undefined) return { need: forbidden };
  // Pods with an identity are replaced in place: their names and volumes exist once.
  if (advise.identity && !needs.includes("identity") && needs.includes("bothVersions")) return { need: "identity" };
  const wanted = 2 * service.replicas;
  const { maxPods } = advise;
  return needs.includes("secondStack") && maxPods !== null && wanted > maxPods ? { quota: maxPods, wanted } : null;
}

function needsOf({ name, parameters }: StrategyUse): readonly Need[] {
  const definition = strategies.find((strategy) => strategy.name === name);
  return definition?.needs?.(parameters) ?? ["bothVersions"];
}
