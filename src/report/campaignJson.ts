import type { Campaign } from "../experiment/campaign.ts";
import { toSeconds } from "../kernel/time.ts";
import type { CampaignMeasures } from "../measures/campaign.ts";

/** Names the shape of the document; it changes when a reader of the old shape would go wrong. */
const CAMPAIGN_SCHEMA = "drydock/campaign/v1";

/** A campaign as plain data: `docs/json.md` explains every field. */
export interface JsonCampaign {
  readonly schema: typeof CAMPAIGN_SCHEMA;
  readonly engine: { readonly name: "drydock"; readonly version: string };
  readonly scenario: string;
  readonly seed: string;
  readonly every_s: number;
  readonly bad: readonly boolean[];
  readonly campaign: Readonly<Record<string, CampaignMeasures>>;
}

export function campaignJson(
  { scenario, seed, bad, lanes }: Campaign,
  { engineVersion }: { readonly engineVersion: string },
): JsonCampaign {
  return {
    schema: CAMPAIGN_SCHEMA,
    engine: { name: "drydock", version: engineVersion },
    scenario: scenario.name,
    seed,
    every_s: toSeconds(scenario.campaign.every),
    bad,
    campaign: Object.fromEntries(lanes.map(({ strategy, measures }) => [strategy, measures])),
  };
}
