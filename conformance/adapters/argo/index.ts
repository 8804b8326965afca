import type { Adapter } from "../../adapter.ts";
import { analysis } from "./analysis.ts";
import { conditions } from "./conditions.ts";
import { generated } from "./generated.ts";
import { runStatus } from "./runStatus.ts";
import { smallTables } from "./smallTables.ts";
import { tables } from "./tables.ts";
import { traces } from "./traces.ts";

export const argo: readonly Adapter[] = [
  ...generated,
  ...tables,
  ...analysis,
  ...conditions,
  ...runStatus,
  ...smallTables,
  traces,
];
