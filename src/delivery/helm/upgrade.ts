import type { PodTemplate } from "../../cluster/types.ts";
import { type Process, sleep } from "../../kernel/process.ts";
import { type Micros, SECOND } from "../../kernel/time.ts";
import { deploymentHealth } from "../argocd/health/workloads.ts";
import type { Live } from "../live.ts";
import { type DeliverySite, drawn } from "../site.ts";
import type { HelmHookSpec, HelmSpec } from "../spec.ts";
import { deploymentReady } from "./ready.ts";

/** `wait.go:waiter.waitForResources` */
const POLL: Micros = 2 * SECOND;

export interface Upgrade {
  readonly site: DeliverySite;
  readonly live: Live;
  readonly helm: HelmSpec;
  /** Distinguishes the draws of several upgrades. */
  readonly number: number;
}

/**
 * `helm upgrade` (Helm v4 `upgrade.go:performUpgrade`): pre-upgrade hooks, apply, wait, post-upgrade hooks. When something fails the
 * revision is marked failed and, if so told, the last good one is applied again as one more revision, with waits of its own: a failing
 * upgrade takes up to twice its timeout.
 */
export function* helmUpgrade(upgrade: Upgrade, template: PodTemplate): Process<"success" | "failure"> {
  const { live, helm, site } = upgrade;
  const { kernel } = site;
  const before = live.template;
  kernel.record("helmUpgradeStarted", "release");
  const failure = yield* roll(upgrade, template, "upgrade");
  if (failure === null) {
    kernel.record("helmUpgradeFinished", "release", { conclusion: "success" });
    return "success";
  }
  kernel.record("helmUpgradeFailed", "release", { reason: failure });
  if (!helm.rollbackOnFailure) return "failure";
  kernel.record("rolloutAborted", "release", { reason: "helm" });
  const again = yield* roll(upgrade, before, "rollback");
  kernel.record("helmRolledBack", "release", again === null ? {} : { reason: again });
  return "failure";
}

type Failure = "timeout" | "hook" | "deadline";

function* roll(upgrade: Upgrade, template: PodTemplate, way: "upgrade" | "rollback"): Process<Failure | null> {
  const hooksOf = (event: HelmHookSpec["event"]) =>
    upgrade.helm.hooks.filter((hook) => hook.event === event).toSorted((a, b) => a.weight - b.weight);
  const before = yield* runHooks(upgrade, hooksOf(`pre-${way}`));
  if (before !== null) return before;
  upgrade.live.apply(template);
  const waited = yield* waitUntilReady(upgrade);
  if (waited !== null) return waited;
  return yield* runHooks(upgrade, hooksOf(`post-${way}`));
}

/** Jobs, one after the other; each may take the whole timeout. */
function* runHooks({ site, helm, number }: Upgrade, hooks: readonly HelmHookSpec[]): Process<Failure | null> {
  for (const { name, event, takes, fails } of hooks) {
    const span = drawn(site.kernel, `helm ${number}/${event}/${name}`, takes);
    yield sleep(Math.min(span, helm.timeout));
    if (span > helm.timeout) return "timeout";
    if (fails) return "hook";
  }
  return null;
}

/** An object of a kind that Helm does not know is ready at once. */
function* waitUntilReady({ site, helm }: Upgrade): Process<Failure | null> {
  if (helm.wait === null) return null;
  const until = site.kernel.now + helm.timeout;
  while (site.kernel.now < until) {
    const state = stateOf(site, helm.wait);
    if (state === "ready") return null;
    if (state === "failed") return "deadline";
    yield sleep(Math.min(POLL, until - site.kernel.now));
  }
  return "timeout";
}

/** Helm 3 never calls a Deployment failed; the watcher of Helm 4 does (kstatus), and waits for the whole rollout. */
function stateOf(site: DeliverySite, wait: "legacy" | "watcher"): "ready" | "waiting" | "failed" {
  const workload = site.workload();
  const deployment = workload?.deployment ?? null;
  if (workload === null || deployment === null) return "ready";
  if (wait === "watcher") {
    const { status } = deploymentHealth(workload.describe());
    if (status === "Degraded") return "failed";
    return status === "Healthy" ? "ready" : "waiting";
  }
  const { generation, status, paused, progress } = deployment;
  const observed = { generation, observedGeneration: status.observedGeneration };
  const newReplicaSet =
    progress.ready === null ? null : { generation: 1, observedGeneration: 1, ready: progress.ready };
  return deploymentReady({ ...progress, ...observed, paused }, newReplicaSet) ? "ready" : "waiting";
}
