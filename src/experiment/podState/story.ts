import type { Detail } from "../../kernel/log.ts";
import type { Micros } from "../../kernel/time.ts";
import type { ContainerRecord, PodRecord } from "../../record/run.ts";
import type { ContainerAt } from "./containers.ts";
import type { Entry } from "./entries.ts";

/** What an event changes. `cause`: the entry that led to it. */
type Chapter = (story: Story, entry: Entry, cause: Entry | undefined) => void;

/** A pod of the record while its events are told one after the other. */
export class Story {
  readonly spec: readonly ContainerRecord[];
  node: string | null;
  hasSandbox: boolean;
  /** Why the scheduler found no node; null: it has not failed. */
  unschedulable: string | null = null;
  deletedAt: Micros | null = null;
  /** The node controller has written Ready = False because the node is silent; the kubelet's own statuses stand. */
  isNodeSilent = false;
  /** The pod is deleted because its node is tainted. */
  isEvictedByTaint = false;
  isGone = false;
  private all: readonly ContainerAt[];

  constructor(pod: PodRecord, containers: readonly ContainerAt[]) {
    this.spec = containers;
    this.all = containers;
    const isOld = pod.transitions[0]?.state === "ready";
    this.node = isOld ? pod.node : null;
    this.hasSandbox = isOld;
  }

  /** None while no kubelet has the pod. */
  get containers(): readonly ContainerAt[] {
    return this.node === null ? [] : this.all;
  }

  hear(entry: Entry, cause: Entry | undefined): void {
    CHAPTERS[entry.kind]?.(this, entry, cause);
  }

  /** Changes those containers that fit. */
  change(which: (container: ContainerAt) => boolean, changed: (container: ContainerAt) => Partial<ContainerAt>): void {
    this.all = this.all.map((container) => (which(container) ? { ...container, ...changed(container) } : container));
  }

  /**
   * At the end of an instant: what has ended and was not started again at once waits for its restart. The second for which
   * a real kubelet shows `Error` before that is left out.
   */
  settled(at: Micros): this {
    if (this.deletedAt !== null) return this;
    this.change(
      ({ state, kind, exitCode }) => state === "terminated" && !(kind === "init" && exitCode === 0),
      () => ({ state: "waiting", reason: "CrashLoopBackOff", since: at }),
    );
    return this;
  }
}

/** The container an event is about: the one named, or the one that serves. */
function named({ container }: Detail): (other: ContainerAt) => boolean {
  if (container === undefined) return ({ kind }) => kind === "serving";
  return ({ kind, name }) => kind !== "serving" && name === container;
}

const waits =
  (reason: string): Chapter =>
  (story, { at, detail }) =>
    story.change(
      ({ image, state }) => image === detail.image && state === "waiting",
      () => ({ reason: String(detail.reason ?? reason), since: at }),
    );

const ends: Chapter = (story, { at, detail }) =>
  story.change(named(detail), ({ kind }) => ({
    state: "terminated",
    reason: String(detail.reason ?? "Error"),
    exitCode: Number(detail.exitCode ?? 1),
    since: at,
    ready: kind === "init" && detail.exitCode === 0,
    started: false,
  }));

const runs: Chapter = (story, { at, detail }) =>
  story.change(named(detail), ({ kind, hasRun, restarts }) => ({
    state: "running",
    reason: "",
    since: at,
    ready: false,
    // A sidecar counts as started only when its start-up is over, which it says by being ready.
    started: kind !== "sidecar",
    hasRun: true,
    restarts: hasRun ? restarts + 1 : restarts,
  }));

const CHAPTERS: Readonly<Partial<Record<Entry["kind"], Chapter>>> = {
  podUnschedulable: (story, { detail }) => {
    story.unschedulable = String(detail.reason ?? "");
  },
  podScheduled: (story, { at, detail }) => {
    story.node = String(detail.node);
    story.unschedulable = null;
    story.change(
      () => true,
      () => ({ since: at }),
    );
  },
  sandboxReady: (story) => {
    story.hasSandbox = true;
  },
  imagePullFailed: waits("ErrImagePull"),
  imagePullDelayed: waits("ImagePullBackOff"),
  containerStarted: runs,
  containerRestarted: runs,
  containerCrashed: ends,
  containerStopped: ends,
  podKilled: (story, entry, cause) =>
    ends(story, { ...entry, detail: { ...entry.detail, exitCode: 137, reason: "Error" } }, cause),
  containerReady: (story, { detail }) => story.change(named(detail), () => ({ ready: true, started: true })),
  containerUnready: (story, { detail }) => story.change(named(detail), () => ({ ready: false })),
  podReady: (story) => {
    story.isNodeSilent = false;
    story.change(
      ({ kind, state }) => kind !== "init" && state === "running",
      () => ({ ready: true }),
    );
  },
  podUnready: (story, { detail }, cause) => {
    if (cause?.kind === "nodeFailed") story.isNodeSilent = true;
    else story.change(named(detail), () => ({ ready: false }));
  },
  podDeletionStarted: (story, { at }, cause) => {
    story.deletedAt = at;
    story.isEvictedByTaint = cause?.kind === "nodeFailed";
  },
  podGone: (story) => {
    story.isGone = true;
  },
};
