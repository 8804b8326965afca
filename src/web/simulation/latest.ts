import type { Compared, Rehearsal } from "./messages.ts";
import type { Reply, WorkerLine } from "./workerLine.ts";

/** Rehearses the newest wish only: while one is under way, later wishes replace each other. */
export interface LatestWins {
  request(rehearsal: Rehearsal): void;
}

export type Failure = Extract<Reply, { kind: "problems" | "limit" | "crash" | "timeout" }>;

export interface Outcomes {
  onCompared(compared: Compared, rehearsal: Rehearsal): void;
  onFailed(failure: Failure, rehearsal: Rehearsal): void;
  /** Nothing is under way and nothing waits. */
  onIdle(): void;
}

/**
 * The run under way is let finish rather than cut: while a slider is dragged, every answer that comes is shown, and the
 * last wish is always rehearsed.
 */
export function createLatestWins(line: WorkerLine, outcomes: Outcomes): LatestWins {
  let waiting: Rehearsal | null = null;

  const start = (rehearsal: Rehearsal): void => {
    line.ask({ kind: "compare", rehearsal }, (reply) => {
      if (reply.kind === "compared") outcomes.onCompared(reply.compared, rehearsal);
      else if (isFailure(reply)) outcomes.onFailed(reply, rehearsal);
      const next = waiting;
      waiting = null;
      if (next === null) outcomes.onIdle();
      else start(next);
    });
  };

  return {
    request(rehearsal) {
      if (line.busy) waiting = rehearsal;
      else start(rehearsal);
    },
  };
}

function isFailure(reply: Reply): reply is Failure {
  return ["problems", "limit", "crash", "timeout"].includes(reply.kind);
}
