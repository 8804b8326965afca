import { dates } from "./dates.ts";
import type { FunctionDefinition } from "./definition.ts";
import { histograms } from "./histograms.ts";
import { labels } from "./labels.ts";
import { numbers } from "./numbers.ts";
import { overTime } from "./overTime.ts";
import { rates } from "./rates.ts";

/** Every function there is, by name. */
export const functions: ReadonlyMap<string, FunctionDefinition> = new Map(
  Object.entries({ ...rates, ...overTime, ...numbers, ...histograms, ...labels, ...dates }),
);
