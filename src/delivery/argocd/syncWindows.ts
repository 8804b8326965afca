import { type Micros, SECOND } from "../../kernel/time.ts";
import { parseCron, type Schedule } from "./cron.ts";
import { parseGoDuration } from "./goDuration.ts";

/** A sync window of an AppProject as written. */
export interface WrittenWindow {
  readonly kind: "allow" | "deny";
  readonly schedule: string;
  readonly duration: string;
  readonly manualSync: boolean;
  /** A sync that was allowed to start may finish. */
  readonly syncOverrun: boolean;
}

/** One whose schedule has been read. */
export interface SyncWindow extends Pick<WrittenWindow, "kind" | "manualSync" | "syncOverrun"> {
  readonly schedule: Schedule;
  /** s */
  readonly duration: number;
}

/** Null: its schedule or its duration cannot be read. */
export function readWindow(written: WrittenWindow): SyncWindow | null {
  const schedule = parseCron(written.schedule);
  const duration: Micros | null = parseGoDuration(written.duration);
  if (schedule === null || duration === null) return null;
  const { kind, manualSync, syncOverrun } = written;
  return { kind, manualSync, syncOverrun, schedule, duration: duration / SECOND };
}

/**
 * Open at an instant, s since 1970: its schedule fired within its duration before it (Argo CD v3.6 `types.go:SyncWindow.active`).
 * `0 16 * * 5` for 62 h is open from Friday 16:00 until Monday 6:00.
 */
export function isActive({ schedule, duration }: SyncWindow, at: number): boolean {
  const fired = schedule.next(at - duration);
  return fired !== null && fired < at;
}

/** A sync that wants to start, or one that began at `startedAt`, s since 1970. */
export interface SyncRequest {
  readonly manual: boolean;
  readonly startedAt: number | null;
}

/**
 * Whether the windows of an Application let it sync at an instant (Argo CD v3.6 `types.go:SyncWindows.CanSync`). An open deny closes
 * everything; with any allow, one has to be open. By hand it still goes where every closing window permits that, and what has begun
 * goes on where every closing window permits overrun and the sync was allowed at its start.
 */
export function canSync(windows: readonly SyncWindow[], request: SyncRequest, at: number): boolean {
  const closing = closingWindows(windows, at);
  if (closing.length === 0) return true;
  if (request.manual && closing.every(({ manualSync }) => manualSync)) return true;
  const { manual, startedAt } = request;
  if (startedAt === null || !closing.every(({ syncOverrun }) => syncOverrun)) return false;
  return canSync(windows, { manual, startedAt: null }, startedAt);
}

function closingWindows(windows: readonly SyncWindow[], at: number): readonly SyncWindow[] {
  const denies = windows.filter((window) => window.kind === "deny" && isActive(window, at));
  if (denies.length > 0) return denies;
  const allows = windows.filter(({ kind }) => kind === "allow");
  return allows.some((window) => isActive(window, at)) ? [] : allows;
}
