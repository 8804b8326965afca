import { assert } from "../../kernel/assert.ts";
import { firstOf, type Process, type Signal, sleep } from "../../kernel/process.ts";
import { type Micros, SECOND } from "../../kernel/time.ts";
import type { SyncPhase } from "./syncOrder.ts";

/** `ARGOCD_SYNC_WAVE_DELAY`: other controllers may look at one wave before the next is applied. */
export const WAVE_DELAY: Micros = 2 * SECOND;

/** A task of an operation, in the order of `syncOrder`. */
export interface OperationTask {
  readonly name: string;
  readonly phase: SyncPhase;
  readonly wave: number;
  readonly isHook: boolean;
}

/** How an applied task stands: a hook by its Job, anything else by its health; what has no health has succeeded. */
export type TaskState = "running" | "succeeded" | "failed";

export interface SyncHands<T extends OperationTask> {
  /** µs */
  readonly waveDelay: Micros;
  apply(task: T): void;
  stateOf(task: T): TaskState;
  /** Something about an applied task may have changed. */
  readonly changed: Signal;
}

/**
 * Carries out one sync (Argo CD v3.6 `sync_context.go:Sync`). Phase after phase and wave after wave; each waits for all of its
 * tasks, without a limit of time. The last wave is not waited for unless a hook is in it: the operation has succeeded with the
 * apply, whatever becomes of those objects. A failure is declared when nothing of the wave is running any more; then the SyncFail
 * hooks run.
 */
export function* syncOperation<T extends OperationTask>(
  tasks: readonly T[],
  hands: SyncHands<T>,
): Process<"Succeeded" | "Failed"> {
  const waves = groups(tasks.filter(({ phase }) => phase !== "SyncFail"));
  const isMultiStep = groups(tasks).length > 1;
  for (const [index, wave] of waves.entries()) {
    for (const task of wave) hands.apply(task);
    const isLast = index === waves.length - 1;
    if (!isLast) yield sleep(hands.waveDelay);
    else if (!wave.some(({ isHook }) => isHook)) return "Succeeded";
    yield* settled(
      wave.filter(({ isHook }) => isMultiStep || isHook),
      hands,
    );
    if (wave.some((task) => hands.stateOf(task) === "failed")) {
      yield* failed(tasks, hands);
      return "Failed";
    }
  }
  return "Succeeded";
}

function* failed<T extends OperationTask>(tasks: readonly T[], hands: SyncHands<T>): Process {
  const hooks = tasks.filter(({ phase }) => phase === "SyncFail");
  for (const hook of hooks) hands.apply(hook);
  yield* settled(hooks, hands);
}

function* settled<T extends OperationTask>(tasks: readonly T[], hands: SyncHands<T>): Process {
  const LOOKS_MAX = 1_000_000;
  for (let looks = 0; tasks.some((task) => hands.stateOf(task) === "running"); looks++) {
    assert(looks < LOOKS_MAX, `a sync looked ${LOOKS_MAX} times at tasks that go on running`);
    yield firstOf(hands.changed);
  }
}

/** Runs of tasks of one phase and wave. */
function groups<T extends OperationTask>(tasks: readonly T[]): readonly (readonly T[])[] {
  const found: T[][] = [];
  for (const task of tasks) {
    const group = found.at(-1);
    if (group?.[0]?.phase === task.phase && group[0].wave === task.wave) group.push(task);
    else found.push([task]);
  }
  return found;
}
