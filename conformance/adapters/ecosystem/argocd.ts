import { autoSync, type OperationPhase, type SyncStatus } from "../../../src/delivery/argocd/autoSync.ts";
import { nextRetryAfter, retryWaits, selfHealRemaining } from "../../../src/delivery/argocd/backoff.ts";
import type { LiveObject } from "../../../src/delivery/argocd/health/liveObject.ts";
import { objectHealth } from "../../../src/delivery/argocd/health/objectHealth.ts";
import { canSync, isActive, readWindow } from "../../../src/delivery/argocd/syncWindows.ts";
import { adapter } from "../../adapter.ts";
import { rows, SECOND } from "./tables.ts";

interface GivenAutoSync {
  readonly policy: {
    readonly automated?: boolean;
    readonly prune?: boolean;
    readonly self_heal?: boolean;
    readonly allow_empty?: boolean;
  };
  readonly sync_status: SyncStatus;
  readonly revision: string;
  readonly resources: readonly { readonly status: string; readonly requires_pruning?: boolean }[];
  readonly last_operation: {
    readonly revision: string;
    readonly phase: OperationPhase;
    readonly same_source?: boolean;
  } | null;
  readonly operation_in_progress?: boolean;
  readonly deleting?: boolean;
  readonly self_heal_remaining_s?: number;
}

function decide(given: GivenAutoSync): string {
  const { policy, last_operation: last } = given;
  return autoSync({
    policy: {
      enabled: policy.automated ?? false,
      prune: policy.prune ?? false,
      selfHeal: policy.self_heal ?? false,
      allowEmpty: policy.allow_empty ?? false,
    },
    sync: given.sync_status,
    revision: given.revision,
    resources: given.resources.map((one) => ({
      isSynced: one.status === "Synced",
      requiresPruning: one.requires_pruning ?? false,
    })),
    last: last && { revision: last.revision, phase: last.phase, sameSource: last.same_source ?? true },
    operationInProgress: given.operation_in_progress ?? false,
    deleting: given.deleting ?? false,
    selfHealRemaining: (given.self_heal_remaining_s ?? 0) * SECOND,
  }).act;
}

interface GivenBackoff {
  readonly policy: "self-heal" | "operation-retry" | "operation-retry-effective";
  readonly initial_s: number;
  readonly factor: number;
  readonly cap_s: number;
  readonly attempts?: number;
  readonly since_finished_s?: number | null;
  readonly retry_counts?: number;
  readonly limit?: number;
}

function backoff(given: GivenBackoff) {
  const { initial_s, factor, cap_s } = given;
  const law = { initial: initial_s * SECOND, factor, cap: cap_s * SECOND };
  if (given.policy === "operation-retry") {
    return { next_after_s: nextRetryAfter(law, given.retry_counts ?? 0) / SECOND };
  }
  if (given.policy === "operation-retry-effective") {
    return { waits_s: retryWaits({ ...law, limit: given.limit ?? 5 }).map((wait) => wait / SECOND) };
  }
  const since = given.since_finished_s ?? null;
  const remaining = selfHealRemaining(law, given.attempts ?? 0, since === null ? null : since * SECOND) / SECOND;
  return { remaining_s: remaining, go: remaining <= 0 };
}

interface GivenWindows {
  readonly windows: readonly {
    readonly kind: "allow" | "deny";
    readonly schedule: string;
    readonly duration: string;
    readonly manual_sync?: boolean;
    readonly sync_overrun?: boolean;
  }[];
  readonly at: string;
  readonly manual?: boolean;
  readonly started_at?: string | null;
}

const epochSeconds = (written: string) => Date.parse(written) / 1000;

function windows({ windows, at, manual, started_at }: GivenWindows) {
  const read = windows.map(({ manual_sync = false, sync_overrun = false, ...rest }) =>
    readWindow({ ...rest, manualSync: manual_sync, syncOverrun: sync_overrun }),
  );
  if (read.some((window) => window === null)) return { error: true, active: null };
  const open = read.filter((window) => window !== null);
  const now = epochSeconds(at);
  const active = open.map((window) => isActive(window, now));
  if (manual === undefined) return { error: false, active };
  const startedAt = typeof started_at === "string" ? epochSeconds(started_at) : null;
  return { can_sync: canSync(open, { manual, startedAt }, now), error: false, active };
}

const BACKOFF_ANSWERS = ["remaining_s", "go", "next_after_s", "waits_s"];
const WINDOW_ANSWERS = ["error", "active", "can_sync"];

/** The fields of a row that are answers. */
const pick = (fields: readonly string[]) => (row: { readonly id: string }) =>
  Object.fromEntries(Object.entries(row).filter(([key]) => fields.includes(key)));

export const argocd = [
  adapter<GivenAutoSync>({
    file: "argocd_auto_sync",
    cases: rows(({ expected }: { readonly id: string; readonly expected: string }) => expected.split(":")[0]),
    run: decide,
  }),
  adapter<GivenBackoff>({
    file: "argocd_backoff",
    cases: rows(pick(BACKOFF_ANSWERS)),
    run: backoff,
  }),
  adapter<GivenWindows>({
    file: "argocd_sync_windows",
    cases: rows(pick(WINDOW_ANSWERS)),
    run: windows,
    matches: "as told",
  }),
  adapter<{ readonly object: LiveObject }>({
    file: "argocd_health",
    cases: rows(pick(["health", "message"])),
    run({ object }) {
      const health = objectHealth(object);
      return { health: health?.status ?? null, message: health?.message ?? null };
    },
    matches: "as told",
  }),
];
