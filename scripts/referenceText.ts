import { faults } from "../src/faults/index.ts";
import { CAMPAIGN_MEASURES, type CampaignMeasureId } from "../src/measures/campaign.ts";
import { CAMPAIGN_DEFINITIONS } from "../src/measures/definitions/campaign.ts";
import { DEFINITIONS } from "../src/measures/definitions/index.ts";
import { MEASURES, type MeasureId } from "../src/measures/ids.ts";
import { EVENT_KINDS } from "../src/record/events.ts";
import { OUTCOMES } from "../src/record/run.ts";
import { strategies } from "../src/rollout/strategies/index.ts";
import { scenarioJsonSchema, toJson } from "../src/scenario/jsonSchema.ts";
import { fieldsOf, type JsonNode } from "./schemaFields.ts";

/** The reference of the scenario language, as Markdown, from the schemas and lists that the product itself uses. */
export function referenceText(): string {
  return [
    "# Reference",
    "Written by `npm run reference` from the schemas that read the files; [how to write a scenario](scenario.md) explains.",
    "## Fields of a scenario",
    fieldTable(scenarioJsonSchema() as JsonNode),
    "## Strategies",
    ...strategies.flatMap((strategy) => [
      `### ${strategy.name}`,
      `${strategy.summary.en} Carried out by the rules of ${strategy.carriedOutBy}.`,
      parameters(toJson(strategy.parameters) as JsonNode),
    ]),
    "## Faults",
    ...faults.flatMap((fault) => [
      `### ${fault.name}`,
      `${fault.summary.en} ${fault.target === "newVersion" ? "In the new version: `release.faults`." : "Comes over the world: `faults`."}`,
      parameters(toJson(fault.parameters) as JsonNode),
    ]),
    "## Measures",
    table(["id", "unit", "meaning", "formula"], (Object.keys(MEASURES) as MeasureId[]).map(measureRow)),
    "## Measures of a campaign",
    table(
      ["id", "unit", "meaning", "formula"],
      (Object.keys(CAMPAIGN_MEASURES) as CampaignMeasureId[]).map(campaignRow),
    ),
    "## Outcomes of a request",
    OUTCOMES.map((outcome) => `\`${outcome}\``).join(", "),
    "## Kinds of events",
    EVENT_KINDS.map((kind) => `\`${kind}\``).join(", "),
    "",
  ].join("\n\n");
}

function parameters(schema: JsonNode): string {
  return Object.keys(schema.properties ?? {}).length === 0 ? "It has no parameters." : fieldTable(schema);
}

function fieldTable(schema: JsonNode): string {
  const rows = fieldsOf(schema).map(({ path, kind, written, meaning }) => [
    `\`${path}\``,
    meaning,
    kind,
    written === undefined || written === "required" ? (written ?? "") : `\`${written}\``,
  ]);
  return table(["field", "meaning", "value", "left out"], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function campaignRow(id: CampaignMeasureId): readonly string[] {
  const { label, meaning, formula } = CAMPAIGN_DEFINITIONS[id];
  return [`\`${id}\``, CAMPAIGN_MEASURES[id].unit, `${label.en}. ${meaning.en}`, `\`${formula}\``];
}

function measureRow(id: MeasureId): readonly string[] {
  const { label, meaning, formula } = DEFINITIONS[id];
  return [`\`${id}\``, MEASURES[id].unit, `${label.en}. ${meaning.en}`, formula === "" ? "" : `\`${formula}\``];
}
