import type { Adapter } from "../../adapter.ts";
import { analysis } from "./analysis.ts";
import { generated } from "./generated.ts";
import { traces } from "./traces.ts";

export const argo: readonly Adapter[] = [...generated, ...analysis, traces];
