import type { PodTemplate, Service } from "../../../cluster/types.ts";
import { EVENT_CLASS } from "../../../kernel/calendar.ts";
import type { LogId } from "../../../kernel/log.ts";
import { stream } from "../../../kernel/streams.ts";
import { type Micros, SECOND } from "../../../kernel/time.ts";
import type { RolloutSite } from "../../site.ts";
import type { DeploymentStrategy } from "../deployment/spec.ts";
import { type FlaggerWebhook, Gates } from "./gates.ts";
import type { FlaggerHands, FlaggerRoutes, Gate } from "./hands.ts";
import { metricPasses } from "./metricCheck.ts";
import { type FlaggerMetric, FlaggerMetrics } from "./metrics.ts";
import type { FlaggerSpec } from "./spec.ts";
import { type FlaggerStatus, initialized } from "./status.ts";
import { tick } from "./tick.ts";
import { TOTAL_WEIGHT } from "./weights.ts";
import { FlaggerWorkloads } from "./workloads.ts";

/** A Canary with all that its ticks ask. */
export interface FlaggerCanarySpec extends FlaggerSpec {
  readonly metrics: readonly FlaggerMetric[];
  readonly webhooks: readonly FlaggerWebhook[];
  /** How both Deployments replace pods. */
  readonly strategy: DeploymentStrategy;
  /** Of an A/B test: the share of the requests that match its conditions, 0–1. */
  readonly matchedShare: number;
}

/** A Canary of Flagger, and what a person can do to its target. */
export interface FlaggerCanary {
  readonly status: FlaggerStatus;
  /** The target's pod template. */
  readonly template: PodTemplate;
  /** Writes the target's pod template; a tick finds it. */
  apply(template: PodTemplate): void;
  /** Writes the primary's `spec.replicas`, as its autoscaler does. */
  scale(replicas: number): void;
  /**
   * The way back. While an analysis goes on the gate of the way back is opened, which the next tick reads; otherwise the old template is
   * applied, which is one more analysis. Applying it during an analysis would change nothing: going back to what was promoted last is
   * no new revision. An analysis that calls the old version off as well is not asked again: `skipAnalysis` is set, as Flagger's
   * FAQ says for emergencies, and an annotation of the template changed, which makes it a new revision.
   */
  goBack(template: PodTemplate): void;
}

/** Flagger does not tick more often than this (`canary.go:GetAnalysisInterval`). */
const INTERVAL_MIN: Micros = 10 * SECOND;

const HOME: FlaggerRoutes = { primary: TOTAL_WEIGHT, canary: 0, mirrored: false };

/**
 * Flagger's job for one Canary (v1.44). It watches nothing: it looks at the world once per interval, on a clock that was set going long ago,
 * so that a release is found up to an interval later.
 */
export function createFlagger(site: RolloutSite, spec: FlaggerCanarySpec): FlaggerCanary {
  return new Job(site, spec);
}

/** What a tick wants written. It is carried out when the tick is over, so that the log can say first what for. */
type Write = () => void;

class Job implements FlaggerCanary {
  status: FlaggerStatus;
  private readonly site: RolloutSite;
  private spec: FlaggerCanarySpec;
  private readonly workloads: FlaggerWorkloads;
  private readonly gates: Gates;
  private readonly metrics: FlaggerMetrics;
  private readonly canaryService: Service;
  private routes = HOME;
  /** The latest entry of the log that this Canary is about: why the next tick does what it does. */
  private episode: LogId;
  private refusedGate: Gate | null = null;
  /** The analysis that goes on, if one does, is of the way back. */
  private isGoingBack = false;

  constructor(site: RolloutSite, spec: FlaggerCanarySpec) {
    const { kernel, cluster, minReady, templates } = site;
    this.site = site;
    this.spec = spec;
    this.status = initialized(templates.old.hash);
    this.episode = kernel.cause;
    const progressDeadline = site.progressDeadline;
    this.workloads = new FlaggerWorkloads(site, {
      strategy: spec.strategy,
      minReady,
      progressDeadline,
      revisionHistoryLimit: 10,
    });
    this.gates = new Gates(spec.webhooks, kernel.now);
    cluster.select(site.service, this.workloads.primaryHashes);
    this.canaryService = cluster.createService("canary", this.workloads.canaryHashes);
    this.metrics = new FlaggerMetrics(site.watch, spec.metrics, spec.analysis.mirror ? "withCopies" : "users");
    const interval = Math.max(INTERVAL_MIN, spec.analysis.interval);
    const phase = Math.floor(stream(kernel.seed, "flagger").uniform() * interval);
    this.tickAt(kernel.now + phase, interval);
  }

  get template(): PodTemplate {
    return this.workloads.targetTemplate;
  }

  apply(template: PodTemplate): void {
    this.episode = this.site.kernel.cause;
    this.workloads.apply(template);
  }

  scale(replicas: number): void {
    this.workloads.primary.scale(replicas);
  }

  goBack(template: PodTemplate): void {
    const { phase } = this.status;
    if (phase === "Initialized" || phase === "Succeeded" || phase === "Promoting" || phase === "Finalising") {
      this.isGoingBack = true;
      this.apply(template);
      return;
    }
    this.episode = this.site.kernel.cause;
    this.gates.callBack();
  }

  private tickAt(at: Micros, interval: Micros): void {
    const { kernel } = this.site;
    kernel.schedule(at, EVENT_CLASS.control, () => {
      this.tickAt(at + interval, interval);
      kernel.because(this.episode, () => this.tick());
    });
  }

  private tick(): void {
    const { kernel } = this.site;
    const before = this.status;
    const writes: Write[] = [];
    const after = tick(before, this.spec, this.hands(writes));
    this.status = after;
    this.tell(before, after);
    for (const write of writes) write();
    if (before.phase !== "Failed" && after.phase === "Failed" && this.isGoingBack) this.insist();
    if (writes.length > 0 || before.phase !== after.phase || before.failedChecks !== after.failedChecks) {
      this.episode = kernel.cause;
    }
  }

  /** Whoever wants the old version back does not let an analysis of it stand in the way. */
  private insist(): void {
    const { kernel, watch } = this.site;
    this.isGoingBack = false;
    kernel.record("decisionTaken", watch.decidedBy, { decision: "skipAnalysis" });
    this.spec = { ...this.spec, skipAnalysis: true };
    this.status = { ...this.status, lastAppliedSpec: "" };
  }

  private hands(writes: Write[]): FlaggerHands {
    const { workloads, spec, routes } = this;
    return {
      targetHash: workloads.targetTemplate.hash,
      routes,
      readiness: (of) => workloads.readiness(of, spec),
      passes: (gate) => this.passes(gate),
      analyse: () => this.analyse(),
      setRoutes: (wanted) => void writes.push(() => this.setRoutes(wanted)),
      scaleUp: () => void writes.push(() => workloads.scaleUp()),
      scaleToZero: () => void writes.push(() => workloads.scaleToZero()),
      promoteSpec: () => void writes.push(() => this.promote()),
      restarted: () => {},
    };
  }

  private passes(gate: Gate): boolean {
    const { kernel } = this.site;
    if (gate === "rollback") return this.gates.tellsToGoBack(kernel.now);
    const refusal = this.gates.refusal(gate, kernel.now);
    if (refusal !== null && this.refusedGate !== gate) kernel.record("gateRefused", gate);
    if (refusal === null && this.refusedGate === gate) kernel.record("gatePassed", gate);
    if (refusal !== null || this.refusedGate === gate) this.refusedGate = refusal === null ? null : gate;
    return refusal === null;
  }

  private analyse(): boolean {
    const { kernel, watch, templates } = this.site;
    if (this.gates.refusal("rollout", kernel.now) !== null) return this.failCheck("rollout");
    const isOld = this.workloads.targetTemplate.version === templates.old.version;
    const version = isOld ? watch.versions.old : watch.versions.new;
    for (const metric of this.spec.metrics) {
      const value = this.metrics.measure(metric, version);
      if (!metricPasses(value, metric)) return this.failCheck(metric.name, value);
    }
    return true;
  }

  private failCheck(name: string, value: number | null = null): false {
    const { status, spec } = this;
    this.site.kernel.record("checkFailed", name, {
      failed: status.failedChecks + 1,
      of: spec.analysis.threshold,
      ...(value !== null && { value: Math.round(value * 100) / 100 }),
    });
    return false;
  }

  /** What changed, in the words of the log, before its consequences are written. */
  private tell(before: FlaggerStatus, after: FlaggerStatus): void {
    const { kernel } = this.site;
    if (before.phase === after.phase) return;
    const version = this.workloads.targetTemplate.version;
    const isBeginning = after.phase === "Progressing" && before.phase !== "WaitingPromotion";
    if (isBeginning) kernel.record("rolloutStarted", "canary", { version });
    if (after.phase === "Promoting") kernel.record("rolloutPromoted", "canary", { version });
    if (after.phase !== "Failed") return;
    const isByChecks = before.failedChecks >= this.spec.analysis.threshold;
    if (isByChecks) kernel.record("analysisFailed", "canary", { failed: before.failedChecks });
    const reason = isByChecks ? "failedChecks" : this.gates.tellsToGoBack(kernel.now) ? "rollbackGate" : "deadline";
    kernel.record("rolloutAborted", "canary", { reason });
  }

  private promote(): void {
    this.workloads.promote();
  }

  private setRoutes(routes: FlaggerRoutes): void {
    const { site, spec } = this;
    const before = this.routes;
    this.routes = routes;
    if (spec.provider === "kubernetes") return;
    if (routes.mirrored !== before.mirrored)
      this.mirror(routes.mirrored ? spec.analysis.mirrorWeight || TOTAL_WEIGHT : 0);
    const reach = spec.analysis.hasMatch ? spec.matchedShare : 1;
    const weight = (routes.canary / TOTAL_WEIGHT) * reach;
    site.kernel.record("trafficShifted", this.canaryService.name, { weight });
    site.setRoute([
      { backend: site.service.backend, weight: 1 - weight },
      { backend: this.canaryService.backend, weight },
    ]);
  }

  private mirror(weight: number): void {
    const { site, canaryService } = this;
    const share = weight / TOTAL_WEIGHT;
    site.kernel.record("mirroringChanged", canaryService.name, { share });
    site.users?.mirror(share > 0 ? { backend: canaryService.backend, share } : null);
  }
}
