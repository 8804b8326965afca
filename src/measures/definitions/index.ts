import { blastDefinitions } from "./blast.ts";
import { budgetDefinitions } from "./budget.ts";
import { costDefinitions } from "./cost.ts";
import type { Definitions } from "./definition.ts";
import { downtimeDefinitions } from "./downtime.ts";
import { timesDefinitions } from "./times.ts";
import { trafficDefinitions } from "./traffic.ts";

/** What every measure says, in both languages. */
export const DEFINITIONS: Definitions = {
  ...downtimeDefinitions,
  ...budgetDefinitions,
  ...blastDefinitions,
  ...timesDefinitions,
  ...costDefinitions,
  ...trafficDefinitions,
};
