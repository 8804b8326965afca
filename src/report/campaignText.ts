import type { Campaign } from "../experiment/campaign.ts";
import { CAMPAIGN_MEASURES, type CampaignMeasureId } from "../measures/campaign.ts";
import { CAMPAIGN_DEFINITIONS } from "../measures/definitions/campaign.ts";
import { escapeControls } from "./escape.ts";
import type { Paint } from "./paint.ts";
import { printSeconds, printShare } from "./quantity.ts";
import { textTable } from "./textTable.ts";

/** DORA's measures of a campaign: one column per strategy, one row per measure. */
export function campaignText({ scenario, seed, bad, lanes }: Campaign, { paint }: { readonly paint: Paint }): string {
  const facts = `${bad.length} releases · ${bad.filter((isBad) => isBad).length} of them bad · seed ${seed}`;
  const rows = (Object.keys(CAMPAIGN_MEASURES) as CampaignMeasureId[]).map((id) => [
    `  ${CAMPAIGN_DEFINITIONS[id].label.en}`,
    paint.quiet(id),
    ...lanes.map(({ measures }) => printed(id, measures[id])),
  ]);
  const head = ["", "", ...lanes.map(({ strategy }) => paint.strong(escapeControls(strategy)))];
  const table = textTable([head, ...rows], ["left", "left", ...lanes.map(() => "right" as const)]);
  return `${paint.strong(escapeControls(scenario.title.en))}\n${paint.quiet(escapeControls(facts))}\n\n${table}\n`;
}

function printed(id: CampaignMeasureId, value: number | null): string {
  if (value === null) return "–";
  switch (CAMPAIGN_MEASURES[id].unit) {
    case "s":
      return printSeconds(value);
    case "share":
      return printShare(value);
    case "per day":
      return String(Number(value.toPrecision(3)));
    default:
      return String(value);
  }
}
