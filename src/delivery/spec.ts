import type { Law } from "../kernel/law.ts";
import type { Micros } from "../kernel/time.ts";
import type { AutomatedPolicy } from "./argocd/autoSync.ts";
import type { Backoff } from "./argocd/backoff.ts";
import type { SyncPhase } from "./argocd/syncOrder.ts";
import type { WrittenWindow } from "./argocd/syncWindows.ts";

/** How a change gets from a commit to the cluster, and a bad one back. */
export interface DeliverySpec {
  /** Null: a commit is handed over at once. */
  readonly workflow: WorkflowSpec | null;
  readonly deploys: DeploysSpec;
  /** `undo`: by hand, on the live object. `revert`: by a commit that takes the same way as the release. */
  readonly rollback: "undo" | "revert";
  /** Wall clock at the start of the measured window, s since 1970; sync windows go by it. */
  readonly startsAt: number;
}

/** Who writes to the cluster at the end of the pipeline. */
export type DeploysSpec =
  | { readonly by: "kubectl" }
  | { readonly by: "helm"; readonly helm: HelmSpec }
  | { readonly by: "argocd"; readonly argocd: ArgoCdSpec };

/** A workflow of GitHub Actions. */
export interface WorkflowSpec {
  /** From the push to the run. */
  readonly trigger: Law;
  /** From a job that may start to the runner that takes it. */
  readonly runner: Law;
  readonly concurrency: ConcurrencySpec | null;
  readonly jobs: readonly JobSpec[];
}

export interface ConcurrencySpec {
  readonly group: string;
  readonly cancelInProgress: boolean;
  readonly queue: "single" | "max";
}

export interface JobSpec {
  readonly name: string;
  readonly needs: readonly string[];
  readonly takes: Law;
  readonly environment: EnvironmentSpec | null;
  readonly concurrency: ConcurrencySpec | null;
  /** It is cancelled after this, µs. */
  readonly timeout: Micros;
  /** When it runs, given how what it needs has ended; `failure`: after one anywhere before it. */
  readonly runs: "success" | "always" | "failure" | "never";
  /** What needs it goes on whatever becomes of it, and the run does not fail by it. */
  readonly continueOnError: boolean;
  /** Jobs that its matrix comes to, ≥ 1; all of them have to succeed. */
  readonly matrix: number;
  /** How many of these run at once; null: all. */
  readonly maxParallel: number | null;
  /** At its end it hands the change over: to Argo CD by a push, to Helm by running it. */
  readonly deploys: boolean;
  /** It ends in failure, and what needs it is skipped. */
  readonly fails: boolean;
}

/** Gates before a job. */
export interface EnvironmentSpec {
  readonly name: string;
  /** µs, up to 30 days; runs beside the reviewers. */
  readonly waitTimer: Micros;
  /** Asked at the same time, up to 6; the first approval is enough. */
  readonly reviewers: number;
  /** From being asked to approving, of one reviewer. */
  readonly approval: Law;
}

/** `helm upgrade`. */
export interface HelmSpec {
  /** `legacy`: Helm 3, polling; `watcher`: Helm 4, which ends early when the Deployment has failed; null: no `--wait`. */
  readonly wait: "legacy" | "watcher" | null;
  /** `--rollback-on-failure`, formerly `--atomic`. */
  readonly rollbackOnFailure: boolean;
  /** µs; of each hook, of the wait, and of both again on the way back. */
  readonly timeout: Micros;
  readonly hooks: readonly HelmHookSpec[];
}

export interface HelmHookSpec {
  readonly name: string;
  readonly event: "pre-upgrade" | "post-upgrade" | "pre-rollback" | "post-rollback";
  readonly weight: number;
  readonly takes: Law;
  readonly fails: boolean;
}

/** An Application of Argo CD and what concerns it. */
export interface ArgoCdSpec {
  /** Null: no webhook, a commit is found by polling. Otherwise from the push to the refresh. */
  readonly webhook: Law | null;
  /** `timeout.reconciliation` and the jitter on top, µs; 0: no polling. */
  readonly reconciliation: Micros;
  readonly jitter: Micros;
  /** The repo server renders the manifests. */
  readonly render: Law;
  readonly automated: AutomatedPolicy;
  /** Where it does not sync by itself: from a commit being found to somebody syncing it; null: nobody does. */
  readonly manualSync: Law | null;
  readonly retry: Backoff & { readonly limit: number };
  readonly windows: readonly WrittenWindow[];
  /** What is synced beside the workload, which is in the Sync phase with this wave. */
  readonly workloadWave: number;
  readonly resources: readonly ResourceSpec[];
}

export interface ResourceSpec {
  readonly name: string;
  readonly kind: string;
  readonly phase: SyncPhase;
  readonly wave: number;
  readonly isHook: boolean;
  /** From its apply to its health, or to the end of a hook; null: it has no health. */
  readonly takes: Law | null;
  readonly fails: boolean;
}
