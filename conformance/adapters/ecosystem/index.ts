import type { Adapter } from "../../adapter.ts";
import { alertmanager } from "./alertmanager.ts";
import { applicationSet } from "./applicationSet.ts";
import { argocd } from "./argocd.ts";
import { envoy } from "./envoy.ts";
import { flagger } from "./flagger.ts";
import { flags } from "./flags.ts";
import { githubActions } from "./githubActions.ts";
import { helm } from "./helm.ts";
import { prometheus } from "./prometheus.ts";
import { promql } from "./promql.ts";
import { routing } from "./routing.ts";
import { statistics } from "./statistics.ts";
import { sync } from "./sync.ts";

/** The products around Kubernetes; one line per product or group of tables. */
export const ecosystem: readonly Adapter[] = [
  ...flagger,
  ...helm,
  ...applicationSet,
  ...argocd,
  ...sync,
  ...githubActions,
  ...promql,
  ...prometheus,
  ...alertmanager,
  ...envoy,
  ...flags,
  ...routing,
  ...statistics,
];
