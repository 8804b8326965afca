import type { ReplicaSet, Service } from "../cluster/types.ts";
import type { LogEntry } from "../kernel/log.ts";
import type { Micros } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import type { RolloutRecord } from "../record/run.ts";
import type { RolloutSite } from "./site.ts";

type Role = "old" | "new";

/** How far the pods of a release have come in a cluster. */
export type Standing = "deployed" | "aborted" | "stalled" | "underway";

/** A Service with its weight in the route of user traffic. */
interface Share {
  readonly service: Service;
  readonly weight: number;
}

/** The first automated signals: an alert, a failed analysis, a progress deadline. */
const SIGNALS: readonly EventKind[] = ["alertFired", "analysisFailed", "rolloutStalled"];

/**
 * Keeps the times of a rollout, by one definition for every strategy and product:
 *
 * - submitted: the release was handed over (`releaseSubmitted`).
 * - completed: all wanted pods of the new version are available and no other version has a ready pod. Terminating pods
 *   are not waited for. A release that was called back before is never completed.
 * - detected: the first automated signal after submission.
 * - aborted: the decision to go back, by a person, an automaton or the product itself.
 * - rolled back: all wanted pods of the old version are available, and no route leads to a ready pod of the new one.
 *   Pods of the new version that wait for their end without traffic do not matter.
 *
 * Where a flag hides the new version's code, completed also means that it is on for everybody, and rolled back that it is
 * off in every pod, which then may be of either version.
 *
 * Pods are seen as the API shows them, so that proxies may be a moment behind.
 */
export class Ledger {
  private readonly site: RolloutSite;
  /** Records completion itself; a Deployment does so on its own. */
  announces = false;
  private read = 0;
  private submittedAt: Micros | null = null;
  private completedAt: Micros | null = null;
  private detectedAt: Micros | null = null;
  private abortedAt: Micros | null = null;
  private rolledBackAt: Micros | null = null;
  private isStalled = false;
  private readonly weights: { at: Micros; weight: number }[] = [];
  private shares: readonly Share[];
  private flag: { readonly reach: number } | null = null;
  private readonly released: { at: Micros; share: number }[] = [];

  constructor(site: RolloutSite) {
    this.site = site;
    this.shares = [{ service: site.service, weight: 1 }];
    site.cluster.watch(() => this.look());
  }

  /** The decision to go back was taken. */
  get isAborted(): boolean {
    this.readLog();
    return this.abortedAt !== null;
  }

  /** Where the pods stand, whoever may use them. */
  get standing(): Standing {
    if (this.isAborted) return "aborted";
    if (this.isWhole("new") && this.readyBeside("new") === 0) return "deployed";
    return this.isStalled ? "stalled" : "underway";
  }

  /** The code of the new version hides behind a flag; `reach`: the largest share for which any pod still runs it. */
  hideBehind(flag: { readonly reach: number }): void {
    this.flag = flag;
    this.release(0);
  }

  /** The flag lets this share of the users meet the new version's code. */
  release(share: number): void {
    this.released.push({ at: this.site.kernel.now, share });
    this.look();
  }

  get isRolledBack(): boolean {
    return this.rolledBackAt !== null;
  }

  get isSubmitted(): boolean {
    this.readLog();
    return this.submittedAt !== null;
  }

  /** User traffic goes to these Services from now on. */
  routeTo(shares: readonly Share[]): void {
    this.shares = shares;
    this.look();
  }

  /** Compares the world with the definitions; called after every change. */
  look(): void {
    this.readLog();
    const { kernel } = this.site;
    if (this.submittedAt === null) return;
    if (this.shares.length > 1) this.noteWeight();
    const isOut = this.flag === null || this.released.at(-1)?.share === 1;
    if (this.abortedAt === null && this.completedAt === null && isOut && this.standing === "deployed") {
      this.completedAt = kernel.now;
      this.announce("rolloutCompleted");
    }
    if (this.abortedAt !== null && this.rolledBackAt === null && this.isBack()) {
      this.rolledBackAt = kernel.now;
      this.announce("rollbackCompleted");
    }
  }

  /** @param faultAt first instant a pod of a faulty version could receive user traffic, which proxies know. */
  record(faultAt: Micros | null): RolloutRecord {
    this.look();
    return {
      result: this.result(),
      submittedAt: this.submittedAt ?? this.site.kernel.now,
      completedAt: this.completedAt,
      faultAt,
      detectedAt: this.detectedAt,
      abortedAt: this.abortedAt,
      rolledBackAt: this.rolledBackAt,
      weights: this.weights,
      ...(this.flag === null ? {} : { released: this.released }),
    };
  }

  /** Users have the old version, whole: its pods, or its code in whole pods where a flag hides the new one. */
  private isBack(): boolean {
    if (this.isWhole("old") && !this.isRouted("new")) return true;
    return this.flag !== null && this.flag.reach === 0 && this.isWhole("new");
  }

  private result(): RolloutRecord["result"] {
    if (this.abortedAt !== null) return this.rolledBackAt === null ? "unfinished" : "rolledBack";
    if (this.completedAt !== null) return "completed";
    return this.isStalled ? "stalled" : "unfinished";
  }

  private readLog(): void {
    const { entries } = this.site.kernel.log;
    for (; this.read < entries.length; this.read++) {
      const entry = entries[this.read] as LogEntry<EventKind>;
      if (this.isOwn(entry)) this.take(entry);
    }
  }

  /** What is written down of another cluster is not about this one; an alert that names none is about all. */
  private isOwn({ kind, detail }: LogEntry<EventKind>): boolean {
    const { clusterName: name } = this.site;
    return name === undefined || detail.cluster === name || (detail.cluster === undefined && kind === "alertFired");
  }

  private take({ kind, at }: LogEntry<EventKind>): void {
    if (kind === "releaseSubmitted") this.submittedAt ??= at;
    if (this.submittedAt === null) return;
    if (SIGNALS.includes(kind)) this.detectedAt ??= at;
    if (kind === "rolloutStalled") this.isStalled = true;
    if (kind === "rolloutAborted" || kind === "decisionTaken") this.abortedAt ??= at;
  }

  /** A router splits by weight: what goes to Services of the new version, whichever part they play. */
  private noteWeight(): void {
    const total = this.shares.reduce((sum, { weight }) => sum + weight, 0);
    const weight = this.shares.reduce((sum, share) => sum + share.weight * this.newShareOf(share.service), 0) / total;
    if (weight !== (this.weights.at(-1)?.weight ?? 0)) this.weights.push({ at: this.site.kernel.now, weight });
  }

  private announce(kind: "rolloutCompleted" | "rollbackCompleted"): void {
    const { kernel } = this.site;
    if (this.announces) kernel.because(kernel.cause, () => kernel.record(kind, "rollout"));
  }

  /** What of a Service's traffic goes to the new version: all or nothing, unless it selects pods of both. */
  private newShareOf(service: Service): number {
    const selected = this.setsOf("new").filter(({ template }) => service.selector?.includes(template.hash) ?? false);
    const isMeant = service.selector?.includes(this.site.templates.new.hash) ?? false;
    if (selected.length === 0) return isMeant ? 1 : 0;
    const others = this.readyOf(this.setsOf("old").filter((replicaSet) => isSelected(service, replicaSet)));
    const ready = this.readyOf(selected);
    return others === 0 ? 1 : ready / (ready + others);
  }

  /** A version may have several ReplicaSets where a product keeps several Deployments of it. */
  private setsOf(role: Role): readonly ReplicaSet[] {
    const { version } = this.site.templates[role];
    return this.site.cluster.replicaSets.filter(({ template }) => template.version === version);
  }

  private readyOf(replicaSets: readonly ReplicaSet[]): number {
    return replicaSets.reduce((sum, { status }) => sum + status.ready, 0);
  }

  private isWhole(role: Role): boolean {
    const available = this.setsOf(role).reduce((sum, { status }) => sum + status.available, 0);
    return available >= this.site.replicas;
  }

  private readyBeside(role: Role): number {
    const own = this.setsOf(role);
    return this.readyOf(this.site.cluster.replicaSets.filter((replicaSet) => !own.includes(replicaSet)));
  }

  private isRouted(role: Role): boolean {
    return this.setsOf(role).some(
      (replicaSet) =>
        replicaSet.status.ready > 0 &&
        this.shares.some(({ service, weight }) => weight > 0 && isSelected(service, replicaSet)),
    );
  }
}

/** A Service without a selector selects every pod of the workload. */
function isSelected({ selector }: Service, { template }: ReplicaSet): boolean {
  return selector?.includes(template.hash) ?? true;
}
