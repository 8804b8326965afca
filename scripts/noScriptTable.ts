import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compare } from "../src/experiment/compare.ts";
import { DEFINITIONS } from "../src/measures/definitions/index.ts";
import type { MeasureId } from "../src/measures/ids.ts";
import { printMeasure } from "../src/report/quantity.ts";
import { readScenario } from "../src/scenario/read.ts";
import { DEFAULT_PRESET } from "../src/web/defaultPreset.ts";
import { translator } from "../src/web/texts/index.ts";
import { strategyName } from "../src/web/texts/names.ts";
import { ROOT } from "./packages.mjs";

const MEASURES = [
  "zero_ready_s",
  "user_weighted_s",
  "bad_requests",
  "hurt_users",
  "time_to_detect_s",
  "peak_pods",
  "extra_compute_cost",
] as const satisfies readonly MeasureId[];

/** The result of the scenario for newcomers as HTML tables, in both languages, for readers without JavaScript. */
export function noScriptTable(): string {
  const reading = readScenario(readFileSync(join(ROOT, `scenarios/${DEFAULT_PRESET}.yaml`), "utf8"));
  if (!reading.ok) throw new Error("the scenario for newcomers cannot be read");
  const { scenario, seed, lanes } = compare(reading.value);
  const tables = (["en", "ko"] as const).map((language) => {
    const t = translator(language);
    const heads = lanes.map(({ strategy }) => `<th scope="col">${escaped(strategyName(strategy, t))}</th>`);
    const rows = MEASURES.map((id) => {
      const cells = lanes.map(
        ({ measures }) => `<td>${escaped(printMeasure(id, measures[id], scenario.prices.currency))}</td>`,
      );
      return `<tr><th scope="row">${escaped(DEFINITIONS[id].label[language])}</th>${cells.join("")}</tr>`;
    });
    const caption = `${escaped(scenario.title[language])}: ${escaped(scenario.shows[language])} (seed ${escaped(seed)})`;
    return `<table lang="${language}"><caption>${caption}</caption><thead><tr><td></td>${heads.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
  });
  return tables.join("\n");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
