import type { RunKernel } from "../../../kernel/kernelAt.ts";
import type { EventKind } from "../../../record/events.ts";
import { AnalysisRun } from "./analysis/analysisRun.ts";
import { isCompleted } from "./analysis/metric.ts";
import { isSaturated } from "./revisions.ts";
import type { AnalysisSpec, CanarySpec } from "./spec.ts";
import { isFullyPromoted, pauseOf } from "./status.ts";
import type { Sync } from "./sync.ts";
import { currentStep } from "./weight.ts";

export type RunKind = "step" | "background" | "prePromotion" | "postPromotion";

/** What an abort by a run says first (`rollout/analysis.go`). */
const BLAMED: Readonly<Record<RunKind, string>> = {
  step: "Step-based analysis",
  background: "Background analysis",
  prePromotion: "Blue/green pre-promotion analysis",
  postPromotion: "Blue/green post-promotion analysis",
};

/** One AnalysisRun there has been, and where it belongs. */
export interface StartedRun {
  readonly kind: RunKind;
  /** Revision of the update it belongs to. */
  readonly revision: number;
  /** Index of its step; of a run that is no step's, of the step at which it started. */
  readonly step: number;
  /** Hash of the update's pod template. */
  readonly hash: string;
  /** How many runs of the same place came before it: a retry takes a new one. */
  readonly attempt: number;
  readonly run: AnalysisRun;
}

type Place = Pick<StartedRun, "step" | "revision" | "hash">;

/** `successfulRunHistoryLimit`, `unsuccessfulRunHistoryLimit` */
const KEPT = 5;

/** The AnalysisRuns of the present update, and those of earlier ones that are kept for people. */
export class CurrentRuns {
  private readonly attempts = new Map<string, number>();
  private started: readonly StartedRun[] = [];
  private readonly runs = new Map<RunKind, { readonly run: AnalysisRun; readonly step: number }>();
  private readonly kernel: RunKernel<EventKind>;
  private readonly changed: () => void;

  constructor(kernel: RunKernel<EventKind>, changed: () => void) {
    this.kernel = kernel;
    this.changed = changed;
  }

  get(kind: RunKind): AnalysisRun | undefined {
    return this.runs.get(kind)?.run;
  }

  /** The step a step's run belongs to. */
  stepOf(kind: RunKind): number {
    return this.runs.get(kind)?.step ?? -1;
  }

  /** Oldest first. */
  get history(): readonly StartedRun[] {
    return this.started;
  }

  start(kind: RunKind, spec: AnalysisSpec, place: Place): void {
    const { kernel, changed } = this;
    const run = new AnalysisRun({ kernel, name: kind, metrics: spec.metrics, changed });
    this.runs.set(kind, { run, step: place.step });
    const key = kind === "step" ? `${kind} ${place.revision} ${place.step}` : `${kind} ${place.revision}`;
    const attempt = this.attempts.get(key) ?? 0;
    this.attempts.set(key, attempt + 1);
    this.started = [...this.started, { kind, ...place, attempt, run }];
  }

  /** Forgets the oldest ended runs beyond the limits (`utils/analysis/filter.go:FilterAnalysisRunsToDelete`). */
  clean(): void {
    const current = new Set([...this.runs.values()].map(({ run }) => run));
    const ended = (successful: boolean) =>
      this.started.filter(({ run }) => isCompleted(run.phase) && (run.phase === "Successful") === successful);
    const surplus = [true, false].flatMap((successful) => ended(successful).slice(0, -KEPT));
    if (surplus.length === 0) return;
    this.started = this.started.filter((one) => current.has(one.run) || !surplus.includes(one));
  }

  /** Ends a run where it is and keeps its result. */
  end(kind: RunKind): void {
    this.get(kind)?.terminate();
  }

  endAll(): void {
    for (const { run } of this.runs.values()) run.terminate();
  }

  /** Ends all runs and forgets them: the next update has its own. */
  reset(): void {
    this.endAll();
    this.runs.clear();
  }

  forget(kind: RunKind): void {
    this.end(kind);
    this.runs.delete(kind);
  }
}

/** Starts, reads and ends the analyses of one sync (`rollout/analysis.go:reconcileAnalysisRuns`). */
export function reconcileRuns(sync: Sync): void {
  const { before } = sync;
  const { runs } = sync.object;
  runs.clean();
  const isExempt = before.promoteFull || before.fastRollback || isFullyPromoted(before);
  if (sync.isAborted || isExempt || before.stableHash === "") {
    runs.endAll();
    return;
  }
  if (sync.canary !== null) {
    reconcileStepRun(sync);
    reconcileBackgroundRun(sync);
    return;
  }
  reconcilePromotionRun(sync, "prePromotion");
  reconcilePromotionRun(sync, "postPromotion");
}

function reconcileStepRun(sync: Sync): void {
  const { before, canary } = sync;
  const { runs } = sync.object;
  if (before.pauses.length > 0 || canary === null) return;
  const step = currentStep(canary, before.index);
  if (step === undefined || !("analysis" in step)) {
    runs.forget("step");
    return;
  }
  if (runs.stepOf("step") !== before.index) runs.forget("step");
  if (step.analysis.metrics.length === 0) return;
  if (needsNew(sync, "step")) runs.start("step", step.analysis, whereOf(sync));
  obey(sync, "step");
}

function reconcileBackgroundRun(sync: Sync): void {
  const { before, canary } = sync;
  const { runs } = sync.object;
  const analysis = canary?.analysis;
  if (!analysis) {
    runs.forget("background");
    return;
  }
  if (isBeforeStartingStep(canary, before.index)) {
    runs.forget("background");
    return;
  }
  if (pauseOf(before, "InconclusiveAnalysisRun")) return;
  if (needsNew(sync, "background")) runs.start("background", analysis, whereOf(sync));
  obey(sync, "background");
}

/** The background analysis has not begun yet (`utils/replicaset/canary.go:BeforeStartingStep`). */
export function isBeforeStartingStep({ steps, analysis }: CanarySpec, index: number): boolean {
  return analysis !== null && steps.length > 0 && index < analysis.startingStep;
}

function reconcilePromotionRun(sync: Sync, kind: "prePromotion" | "postPromotion"): void {
  const { before, blueGreen } = sync;
  const { runs } = sync.object;
  const analysis = kind === "prePromotion" ? blueGreen?.prePromotionAnalysis : blueGreen?.postPromotionAnalysis;
  if (!analysis) {
    runs.forget(kind);
    return;
  }
  const isSwitched = before.activeHash === before.currentHash;
  const isOver = kind === "prePromotion" ? isSwitched || before.activeHash === "" : !isSwitched;
  if (isOver) runs.end(kind);
  else if (!pauseOf(before, "InconclusiveAnalysisRun") && mayStart(sync, kind))
    runs.start(kind, analysis, whereOf(sync));
  obey(sync, kind);
}

/** A run starts when the new pods are all there, the previewReplicas of them before the switch. */
function mayStart(sync: Sync, kind: "prePromotion" | "postPromotion"): boolean {
  if (!needsNew(sync, kind)) return false;
  const { current } = sync.revisions;
  const preview = kind === "prePromotion" ? (sync.blueGreen?.previewReplicas ?? null) : null;
  if (preview === null) return isSaturated(current, sync.object.replicas);
  return current.replicas === preview && current.status.available === preview;
}

function whereOf({ before, revisions: { current } }: Sync): Place {
  return { step: before.index, revision: current.revision, hash: current.template.hash };
}

/** None yet, or an inconclusive one that somebody has let pass (`needsNewAnalysisRun`). */
function needsNew({ before, object }: Sync, kind: RunKind): boolean {
  const run = object.runs.get(kind);
  if (run === undefined) return true;
  const wasResumed =
    before.controllerPause && !pauseOf(before, "CanaryPauseStep") && !pauseOf(before, "BlueGreenPause");
  return wasResumed && run.phase === "Inconclusive";
}

function obey(sync: Sync, kind: RunKind): void {
  const run = sync.object.runs.get(kind);
  if (run === undefined) return;
  if (run.phase === "Inconclusive") sync.addPause("InconclusiveAnalysisRun");
  if (run.phase !== "Failed" && run.phase !== "Error") return;
  sync.object.kernel.cause = run.endedBy;
  sync.abort(`${BLAMED[kind]} phase error/failed: ${run.message}`);
}
