import type { OracleAdapter } from "./adapter.ts";
import { adapters as argo } from "./argo.ts";
import { adapters as balancing } from "./balancing.ts";
import { adapters as capacityDip } from "./capacityDip.ts";
import { adapters as exposure } from "./exposure.ts";
import { adapters as exposureByTraffic } from "./exposureByTraffic.ts";
import { adapters as flags } from "./flags.ts";
import { adapters as measures } from "./measures.ts";
import { adapters as monitoring } from "./monitoring.ts";
import { adapters as queueing } from "./queueing.ts";
import { adapters as rollout } from "./rollout.ts";
import { adapters as statefulSet } from "./statefulSet.ts";
import { adapters as statistics } from "./statistics.ts";
import { adapters as termination } from "./termination.ts";

/** Every adapter there is, one line per family file. */
export const adapters: readonly OracleAdapter[] = [
  ...argo,
  ...balancing,
  ...capacityDip,
  ...exposure,
  ...exposureByTraffic,
  ...flags,
  ...measures,
  ...monitoring,
  ...queueing,
  ...rollout,
  ...statefulSet,
  ...statistics,
  ...termination,
];
