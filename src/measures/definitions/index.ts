import type { MeasureId } from "../ids.ts";
import { blastDefinitions } from "./blast.ts";
import { budgetDefinitions } from "./budget.ts";
import { costDefinitions } from "./cost.ts";
import type { Definition } from "./definition.ts";
import { downtimeDefinitions } from "./downtime.ts";
import { timesDefinitions } from "./times.ts";
import { trafficDefinitions } from "./traffic.ts";

/** What every measure says, in both languages. */
export const DEFINITIONS: Readonly<Record<MeasureId, Definition>> = {
  ...downtimeDefinitions,
  ...budgetDefinitions,
  ...blastDefinitions,
  ...timesDefinitions,
  ...costDefinitions,
  ...trafficDefinitions,
};
