import { stream } from "../kernel/streams.ts";
import { toSeconds } from "../kernel/time.ts";
import { type CampaignMeasures, campaignMeasures, type ReleaseFacts } from "../measures/campaign.ts";
import type { Scenario, StrategyUse } from "../scenario/scenario.ts";
import type { Study, Trial } from "./trial.ts";

/** A sequence of releases of one scenario, under each strategy. */
export interface Campaign {
  readonly scenario: Scenario;
  readonly seed: string;
  /** Per release, in order: does it carry the scenario's faults? The same under every strategy. */
  readonly bad: readonly boolean[];
  readonly lanes: readonly { readonly strategy: string; readonly measures: CampaignMeasures }[];
}

export interface CampaignOptions {
  readonly strategies: readonly StrategyUse[];
  readonly seed: string;
}

/**
 * Rehearses `scenario.campaign` releases one after the other, each in a world of its own: another day's users, the same
 * pipeline, monitoring and people. A drawn share of them carries the faults of `release.faults`, the others none. Where one
 * failed, the repaired version is shipped after it; a repair that fails is not repaired again.
 */
export function* campaign(scenario: Scenario, { strategies, seed }: CampaignOptions): Study<Campaign> {
  const { releases, badShare, every } = scenario.campaign;
  const numbers = Array.from({ length: releases }, (_, number) => number + 1);
  const bad = numbers.map((number) => stream(seed, `campaign/release ${number}`).uniform() < badShare);
  const planned = yield {
    trials: numbers.map((number, index) =>
      trialOf(bad[index] ? scenario : repaired(scenario), { strategies, seed: releaseSeed(seed, number) }),
    ),
    expected: releases,
  };
  const broken = numbers.filter((_, index) => planned[index]?.lanes.some(({ release }) => release.hasFailed));
  const repairs = yield {
    trials: broken.map((number) =>
      trialOf(repaired(scenario), { strategies, seed: `${releaseSeed(seed, number)}.repair` }),
    ),
    expected: releases + broken.length,
  };
  const lanes = strategies.map(({ name }, lane) => {
    const outcomes = numbers.map((number, index) => {
      const first = planned[index]?.lanes[lane]?.release as ReleaseFacts;
      const second = repairs[broken.indexOf(number)]?.lanes[lane]?.release;
      return { planned: first, repair: first.hasFailed && second !== undefined ? second : null };
    });
    return { strategy: name, measures: campaignMeasures(outcomes, toSeconds(every)) };
  });
  return { scenario, seed, bad, lanes };
}

/** Names all chance of one release of a campaign, so that it can be rehearsed alone. */
export function releaseSeed(seed: string, number: number): string {
  return `${seed}.release${number}`;
}

/** The same release without what is wrong with it. */
function repaired(scenario: Scenario): Scenario {
  return { ...scenario, release: { ...scenario.release, faults: [] } };
}

function trialOf(scenario: Scenario, { strategies, seed }: CampaignOptions): Trial {
  return { scenario, strategies, seed };
}
