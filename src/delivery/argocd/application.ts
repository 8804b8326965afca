import type { PodTemplate } from "../../cluster/types.ts";
import { EVENT_CLASS } from "../../kernel/calendar.ts";
import { type LogId, NO_CAUSE } from "../../kernel/log.ts";
import { type Process, Signal, sleep } from "../../kernel/process.ts";
import { type Stream, stream } from "../../kernel/streams.ts";
import { type Micros, SECOND } from "../../kernel/time.ts";
import type { Live } from "../live.ts";
import { type DeliverySite, drawn } from "../site.ts";
import type { ArgoCdSpec } from "../spec.ts";
import { autoSync, type OperationPhase } from "./autoSync.ts";
import { retryWaits, SELF_HEAL, selfHealRemaining } from "./backoff.ts";
import { syncOperation, WAVE_DELAY } from "./syncOperation.ts";
import { SyncResources } from "./syncResources.ts";
import { canSync, readWindow, type SyncWindow } from "./syncWindows.ts";

/** A commit of the repository that the Application follows. */
interface Revision {
  readonly number: number;
  readonly template: PodTemplate;
}

interface LastOperation {
  readonly revision: number;
  readonly phase: OperationPhase;
  /** µs; null: it goes on. */
  readonly finishedAt: Micros | null;
}

/** A running operation is looked at again after this, whatever happens (`appcontroller.go`). */
const REEXAMINED: Micros = 30 * SECOND;

export interface ApplicationOptions {
  readonly site: DeliverySite;
  readonly live: Live;
  readonly argocd: ArgoCdSpec;
  /** Wall clock at the start of the window, s since 1970. */
  readonly startsAt: number;
}

/**
 * Argo CD's controller for one Application (v3.6). Commits are found by a webhook or at the next poll; changes of live objects are watched.
 * Each refresh compares both and decides whether to sync by itself.
 */
export class Application {
  private readonly options: ApplicationOptions;
  private readonly windows: readonly SyncWindow[];
  private readonly jitter: Stream;
  /** The latest commit, and the one that was compared last. */
  private head: Revision;
  private compared: Revision;
  private last: LastOperation | null = null;
  private selfHeals = 0;
  /** What this Application does, it does because of this. */
  private episode: LogId = NO_CAUSE;
  /** The revision whose sync a window was said to hold up. */
  private heldUp = 0;
  private isLookingLater = false;
  private readonly changed = new Signal();

  constructor(options: ApplicationOptions) {
    const { site, argocd } = options;
    const { kernel } = site;
    this.options = options;
    this.windows = argocd.windows.flatMap((written) => readWindow(written) ?? []);
    this.head = { number: 1, template: site.templates.old };
    this.compared = this.head;
    this.last = { revision: 1, phase: "Succeeded", finishedAt: kernel.now };
    this.jitter = stream(kernel.seed, "delivery/argocd/poll");
    const period = argocd.reconciliation + argocd.jitter;
    if (argocd.reconciliation > 0) this.pollAt(kernel.now + Math.floor(this.jitter.uniform() * period));
    site.cluster.watch(() => this.liveChanged());
  }

  /** A commit arrives in the repository. */
  push(template: PodTemplate): void {
    const { site, argocd } = this.options;
    const { kernel } = site;
    this.head = { number: this.head.number + 1, template };
    this.episode = kernel.cause;
    if (argocd.webhook === null) return;
    const delay = drawn(kernel, `argocd/webhook ${this.head.number}`, argocd.webhook);
    kernel.schedule(kernel.now + delay, EVENT_CLASS.control, () => this.refresh("webhook"));
  }

  private pollAt(at: Micros): void {
    const { kernel } = this.options.site;
    const { reconciliation, jitter } = this.options.argocd;
    kernel.schedule(at, EVENT_CLASS.control, () => {
      this.pollAt(kernel.now + reconciliation + Math.floor(this.jitter.uniform() * jitter));
      kernel.because(this.episode, () => this.refresh("poll"));
    });
  }

  private refresh(by: "webhook" | "poll"): void {
    const { kernel } = this.options.site;
    if (this.compared.number !== this.head.number) {
      this.compared = this.head;
      this.selfHeals = 0;
      kernel.record("commitNoticed", `revision ${this.head.number}`, { by });
      this.episode = kernel.cause;
      this.askSomebody(this.head);
    }
    this.decide();
  }

  /** Where nothing syncs by itself, somebody presses the button, unless a window is closed to people as well. */
  private askSomebody(revision: Revision): void {
    const { site, argocd } = this.options;
    if (argocd.automated.enabled || argocd.manualSync === null) return;
    const { kernel } = site;
    const after = drawn(kernel, `argocd/manual sync ${revision.number}`, argocd.manualSync);
    const cause = kernel.cause;
    kernel.schedule(kernel.now + after, EVENT_CLASS.control, () => {
      if (revision !== this.compared || this.last?.finishedAt === null) return;
      const mayGo = canSync(this.windows, { manual: true, startedAt: null }, this.wallClock(kernel.now));
      kernel.because(cause, () => {
        if (mayGo) kernel.spawn(this.operation(revision));
        else kernel.record("syncHeldUp", `revision ${revision.number}`);
      });
    });
  }

  /** Somebody else wrote to a live object, or it moved. */
  private liveChanged(): void {
    this.changed.emit();
    const isSettled = this.last?.finishedAt !== null;
    if (isSettled && !this.options.live.isAt(this.compared.template)) this.decide();
  }

  private decide(): void {
    const { site, live, argocd } = this.options;
    const { kernel } = site;
    // What git does not mention is no difference: a restart's annotation leaves the version as it is.
    const isSynced = live.isAt(this.compared.template);
    const finishedAt = this.last?.finishedAt ?? null;
    const decision = autoSync({
      policy: argocd.automated,
      sync: isSynced ? "Synced" : "OutOfSync",
      revision: String(this.compared.number),
      resources: [{ isSynced, requiresPruning: false }],
      last: this.last && { revision: String(this.last.revision), phase: this.last.phase, sameSource: true },
      operationInProgress: this.last !== null && finishedAt === null,
      deleting: false,
      selfHealRemaining: selfHealRemaining(
        SELF_HEAL,
        this.selfHeals,
        finishedAt === null ? null : kernel.now - finishedAt,
      ),
    });
    if (decision.act === "later") this.lookLater(decision.after);
    if (decision.act !== "sync") return;
    if (!this.windowsPermit(null)) return;
    if (decision.resources === "outOfSync") {
      this.selfHeals++;
      kernel.record("driftFound", `revision ${this.compared.number}`);
    }
    kernel.spawn(this.operation(this.compared));
  }

  private lookLater(after: Micros): void {
    if (this.isLookingLater) return;
    this.isLookingLater = true;
    const { kernel } = this.options.site;
    kernel.schedule(kernel.now + after, EVENT_CLASS.control, () => {
      this.isLookingLater = false;
      this.decide();
    });
  }

  private windowsPermit(startedAt: Micros | null): boolean {
    const { kernel } = this.options.site;
    const started = startedAt === null ? null : this.wallClock(startedAt);
    const isOpen = canSync(this.windows, { manual: false, startedAt: started }, this.wallClock(kernel.now));
    if (!isOpen && this.heldUp !== this.compared.number) {
      this.heldUp = this.compared.number;
      kernel.record("syncHeldUp", `revision ${this.compared.number}`);
      this.episode = kernel.cause;
    }
    return isOpen;
  }

  private wallClock(at: Micros): number {
    return this.options.startsAt + (at - this.options.site.windowStart) / SECOND;
  }

  private *operation(revision: Revision): Process {
    const { site, argocd } = this.options;
    const { kernel } = site;
    const startedAt = kernel.now;
    this.last = { revision: revision.number, phase: "Running", finishedAt: null };
    kernel.record("syncStarted", `revision ${revision.number}`);
    yield sleep(drawn(kernel, `argocd/render ${revision.number}`, argocd.render));
    let phase: OperationPhase = "Failed";
    for (const wait of [0, ...retryWaits(argocd.retry)]) {
      yield sleep(wait);
      if (wait > 0 && !this.windowsPermit(startedAt)) continue;
      phase = yield* this.attempt(revision);
      if (phase === "Succeeded") break;
    }
    const conclusion = phase === "Succeeded" ? "success" : "failure";
    kernel.record("syncFinished", `revision ${revision.number}`, { conclusion });
    this.episode = kernel.cause;
    this.last = { revision: revision.number, phase, finishedAt: kernel.now };
    this.decide();
  }

  private *attempt(revision: Revision): Process<"Succeeded" | "Failed"> {
    const { kernel } = this.options.site;
    const resources = new SyncResources({ ...this.options, revision, changed: this.changed });
    const looks = kernel.spawn(this.lookAgain());
    const result = yield* syncOperation(resources.tasks, {
      waveDelay: WAVE_DELAY,
      apply: (task) => resources.apply(task),
      stateOf: (task) => resources.stateOf(task),
      changed: this.changed,
    });
    looks.stop();
    return result;
  }

  private *lookAgain(): Process {
    for (;;) {
      yield sleep(REEXAMINED);
      this.changed.emit();
    }
  }
}
