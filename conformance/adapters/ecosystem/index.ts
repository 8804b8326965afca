import type { Adapter } from "../../adapter.ts";
import { applicationSet } from "./applicationSet.ts";
import { argocd } from "./argocd.ts";
import { flagger } from "./flagger.ts";
import { githubActions } from "./githubActions.ts";
import { helm } from "./helm.ts";
import { promql } from "./promql.ts";
import { sync } from "./sync.ts";

/** The products around Kubernetes; one line per product. */
export const ecosystem: readonly Adapter[] = [
  ...flagger,
  ...helm,
  ...applicationSet,
  ...argocd,
  ...sync,
  ...githubActions,
  ...promql,
];
