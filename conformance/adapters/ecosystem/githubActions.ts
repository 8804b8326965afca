import { ConcurrencyGroups, type Contender } from "../../../src/delivery/githubActions/concurrency.ts";
import { EVENT_CLASS, type Ticket } from "../../../src/kernel/calendar.ts";
import { Kernel } from "../../../src/kernel/kernel.ts";
import { adapter } from "../../adapter.ts";
import { rows, SECOND } from "./tables.ts";

interface GivenRun {
  readonly run: string;
  readonly t: number;
  readonly duration_s: number;
  readonly group: string;
  readonly cancel_in_progress: boolean;
  readonly queue: "single" | "max";
}

interface Outcome {
  readonly run: string;
  started_at: number | null;
  ended_at: number | null;
  conclusion: string | null;
}

/** Runs that take a fixed time once they are let in. */
function concurrency({ runs }: { readonly runs: readonly GivenRun[] }): readonly Outcome[] {
  const kernel = new Kernel("table");
  const groups = new ConcurrencyGroups();
  const outcomes = runs.map((given) => {
    const outcome: Outcome = { run: given.run, started_at: null, ended_at: null, conclusion: null };
    let end: Ticket | null = null;
    const conclude = (conclusion: string) => {
      outcome.ended_at = kernel.now / SECOND;
      outcome.conclusion = conclusion;
    };
    const contender: Contender = {
      group: given.group,
      cancelInProgress: given.cancel_in_progress,
      queue: given.queue,
      start() {
        outcome.started_at = kernel.now / SECOND;
        end = kernel.schedule(kernel.now + given.duration_s * SECOND, EVENT_CLASS.pod, () => {
          conclude("success");
          groups.leave(contender);
        });
      },
      cancel() {
        if (end !== null) kernel.cancel(end);
        conclude("cancelled");
      },
    };
    kernel.schedule(given.t * SECOND, EVENT_CLASS.control, () => groups.enter(contender));
    return outcome;
  });
  kernel.run(100 * 86_400 * SECOND);
  return outcomes;
}

export const githubActions = [
  adapter<{ readonly runs: readonly GivenRun[] }>({
    file: "gha_concurrency",
    cases: rows(({ expected }: { readonly id: string; readonly expected: unknown }) => expected),
    run: concurrency,
  }),
];
