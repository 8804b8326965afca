import type { Micros } from "../../../kernel/time.ts";
import type { WavePhase } from "./progress.ts";

/** What an ApplicationSet remembers of one of its Applications. */
export interface ApplicationStatus {
  readonly name: string;
  readonly phase: WavePhase;
  /** Counting from 1; −1: in no step. */
  readonly step: number;
  readonly revisions: readonly string[];
  /** When the phase was last written, µs; null: never. */
  readonly since: Micros | null;
}

/** A live Application. */
export interface LiveApplication {
  readonly name: string;
  readonly health: string;
  readonly sync: string;
  readonly revisions: readonly string[];
  /** When it was last compared with git, µs. */
  readonly reconciledAt: Micros | null;
  /** When its last operation started, µs; null: none yet. */
  readonly operationStartedAt: Micros | null;
  /** What the ApplicationSet would generate now differs from it. */
  readonly specChanged: boolean;
  /** It can be neither compared nor synced (`InvalidSpecError`, `UnknownError`). */
  readonly hasError: boolean;
}

/**
 * The new status list on a reconcile (Argo CD v3.6 `progressive_sync.go:UpdateApplicationSetApplicationStatus`): one entry per live
 * Application, in their order. A failed sync is nobody's to retry here: its Application stays Progressing and holds its step.
 */
export function applicationStatuses(
  before: readonly ApplicationStatus[],
  applications: readonly LiveApplication[],
  context: { readonly stepOf: ReadonlyMap<string, number>; readonly now: Micros },
): readonly ApplicationStatus[] {
  const { stepOf, now } = context;
  return applications.map((application) => {
    const { name, revisions } = application;
    const first = { name, phase: "Waiting" as const, revisions, since: now, step: -1 };
    const known = before.find((status) => status.name === name) ?? first;
    const at = stepOf.get(name);
    const current = { ...known, step: at === undefined ? -1 : at + 1 };
    const isNew = application.specChanged || !sameList(known.revisions, revisions);
    const status = isNew ? { ...current, phase: "Waiting" as const, revisions, since: now } : current;
    const phase = nextPhase(status, application, known);
    return phase === status.phase ? status : { ...status, phase, since: now };
  });
}

function nextPhase(status: ApplicationStatus, application: LiveApplication, known: ApplicationStatus): WavePhase {
  const isSynced = application.sync === "Synced";
  const isDone = isSynced && application.health === "Healthy";
  if (status.phase === "Waiting") {
    // It may have nothing to sync.
    if (!isSynced) return "Waiting";
    return isDone ? "Healthy" : "Progressing";
  }
  if (known.phase === "Pending" && hasStarted(status, application)) return "Progressing";
  if (known.phase === "Progressing" && isDone) return "Healthy";
  return status.phase;
}

/** A sync began after the Application was let through, as far as the Application has been looked at since. */
function hasStarted({ since }: ApplicationStatus, application: LiveApplication): boolean {
  const { reconciledAt, operationStartedAt, hasError } = application;
  const isLookedAt = reconciledAt === null || (since !== null && reconciledAt > since);
  if (!isLookedAt) return false;
  return (operationStartedAt !== null && since !== null && operationStartedAt > since) || hasError;
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
