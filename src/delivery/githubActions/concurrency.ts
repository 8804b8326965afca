/** Pending runs of a group with `queue: max`. */
const PENDING_MAX = 100;

/** A run, or a job, that belongs to a concurrency group. */
export interface Contender {
  readonly group: string;
  readonly cancelInProgress: boolean;
  /** `single`: one waits, a newer one takes its place; `max`: up to 100 wait in the order they came. */
  readonly queue: "single" | "max";
  start(): void;
  /** It will never run, or its run was ended. */
  cancel(): void;
}

interface Group {
  running: Contender | null;
  pending: readonly Contender[];
}

/**
 * Concurrency groups of GitHub Actions (docs.github.com "Control the concurrency of workflows and jobs"): one of a group runs. With the
 * default queue a burst of pushes deploys its first and its last commit only. Names do not distinguish capitals.
 */
export class ConcurrencyGroups {
  private readonly groups = new Map<string, Group>();

  enter(contender: Contender): void {
    const group = this.groupOf(contender);
    const { running } = group;
    if (contender.cancelInProgress) {
      const dropped = group.pending;
      group.pending = [];
      group.running = null;
      running?.cancel();
      for (const one of dropped) one.cancel();
    }
    if (group.running === null) {
      group.running = contender;
      contender.start();
      return;
    }
    this.enqueue(group, contender);
  }

  /** Ended by itself: the next one starts. */
  leave(contender: Contender): void {
    const group = this.groupOf(contender);
    if (group.running !== contender) return;
    const [next, ...rest] = group.pending;
    group.running = next ?? null;
    group.pending = rest;
    next?.start();
  }

  private enqueue(group: Group, contender: Contender): void {
    const dropped = contender.queue === "single" ? group.pending : [];
    group.pending = [...group.pending.slice(dropped.length), contender];
    for (const one of dropped) one.cancel();
    if (group.pending.length <= PENDING_MAX) return;
    group.pending = group.pending.slice(0, PENDING_MAX);
    contender.cancel();
  }

  private groupOf({ group }: Contender): Group {
    const key = group.toLowerCase();
    const known = this.groups.get(key);
    if (known !== undefined) return known;
    const made: Group = { running: null, pending: [] };
    this.groups.set(key, made);
    return made;
  }
}
