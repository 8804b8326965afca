import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compare } from "../../src/experiment/compare.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { laneModel } from "../../src/web/lanes/laneModel.ts";

const text = readFileSync(join(import.meta.dirname, "../../scenarios/bad-release.yaml"), "utf8");
const reading = readScenario(text);
if (!reading.ok) throw new Error(JSON.stringify(reading.problems));

/** The comparison that the page opens on, rehearsed for real: what draws a record is tested on records. */
export const comparison = compare(reading.value);

export const models = comparison.lanes.map((lane) => laneModel(lane, comparison.scenario));

export function modelOf(strategy: string) {
  const found = models.find(({ lane }) => lane.strategy === strategy);
  if (found === undefined) throw new Error(`no lane ${strategy}`);
  return found;
}
