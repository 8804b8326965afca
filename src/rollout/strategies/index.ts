import type { StrategyDefinition } from "../strategy.ts";
import { abTest } from "./abTest.ts";
import { abTestByFlagger } from "./abTestByFlagger.ts";
import { bigBang } from "./bigBang.ts";
import { blueGreen } from "./blueGreen.ts";
import { blueGreenByFlagger } from "./blueGreenByFlagger.ts";
import { canary } from "./canary.ts";
import { canaryByFlagger } from "./canaryByFlagger.ts";
import { canaryByReplicas } from "./canaryByReplicas.ts";
import { featureFlag } from "./featureFlag.ts";
import { ramped } from "./ramped.ts";
import { recreate } from "./recreate.ts";
import { rolling } from "./rolling.ts";
import { shadow } from "./shadow.ts";
import { statefulSet } from "./statefulSet.ts";
import { waves } from "./waves.ts";
import { wavesByApplicationSet } from "./wavesByApplicationSet.ts";

/** Every strategy there is, in the order of a comparison. */
export const strategies: readonly StrategyDefinition[] = [
  bigBang,
  recreate,
  rolling,
  ramped,
  statefulSet,
  blueGreen,
  canaryByReplicas,
  canary,
  abTest,
  shadow,
  featureFlag,
  waves,
  blueGreenByFlagger,
  canaryByFlagger,
  abTestByFlagger,
  wavesByApplicationSet,
];
