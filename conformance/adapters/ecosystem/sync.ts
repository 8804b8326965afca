import { type OperationTask, syncOperation, type TaskState } from "../../../src/delivery/argocd/syncOperation.ts";
import { pruneWaves, type SyncPhase, type SyncTask, syncOrder } from "../../../src/delivery/argocd/syncOrder.ts";
import { EVENT_CLASS } from "../../../src/kernel/calendar.ts";
import { Kernel } from "../../../src/kernel/kernel.ts";
import { Signal } from "../../../src/kernel/process.ts";
import { adapter } from "../../adapter.ts";
import { SECOND } from "./tables.ts";

interface GivenTask {
  readonly phase?: SyncPhase;
  readonly wave?: number;
  readonly kind?: string;
  readonly group?: string;
  readonly name?: string;
  readonly namespace?: string;
  /** Of a CustomResourceDefinition. */
  readonly crd?: { readonly group: string; readonly kind: string };
}

interface GivenOrder {
  readonly tasks: readonly GivenTask[];
  /** Whether the row asks for the tasks themselves or for their keys, phases and waves. */
  readonly asks: "tasks" | "keys";
}

interface OrderRow {
  readonly id: string;
  readonly tasks: readonly GivenTask[];
  readonly expected?: readonly unknown[];
  readonly expected_order?: readonly unknown[];
}

function order({ tasks, asks }: GivenOrder) {
  const sorted = syncOrder(
    tasks.map((given): SyncTask & { readonly given: GivenTask } => ({
      phase: given.phase ?? "Sync",
      wave: given.wave ?? 0,
      kind: given.kind ?? "",
      group: given.group ?? "",
      name: given.name ?? "",
      namespace: given.namespace ?? "",
      defines: given.crd === undefined ? null : `${given.crd.group}/${given.crd.kind}`,
      given,
    })),
  );
  if (asks === "tasks") return sorted.map(({ given }) => given);
  return sorted.map(({ name, kind, phase, wave }) => ({ key: name === "" ? kind : name, phase, wave }));
}

interface GivenRunTask {
  readonly name: string;
  readonly phase: SyncPhase;
  readonly wave: number;
  readonly hook: boolean;
  /** s after the apply; null: it has no health. */
  readonly healthy_after?: number | "never" | null;
  readonly fails_after?: number | null;
}

interface GivenRun {
  readonly what: "run" | "prune_waves";
  readonly wave_delay_s: number;
  readonly tasks: readonly GivenRunTask[];
  readonly waves?: readonly number[];
}

/** Longer than any operation of the table that ends. */
const HORIZON = 100 * 86_400 * SECOND;

function run({ tasks, wave_delay_s }: GivenRun) {
  const kernel = new Kernel("table");
  const changed = new Signal();
  const applied = new Map<string, number>();
  const states = new Map<string, TaskState>();
  const sorted = syncOrder(
    tasks.map((given) => ({ ...given, kind: "", group: "", namespace: "", defines: null, isHook: given.hook })),
  );
  const apply = ({ name, healthy_after: healthy, fails_after: fails }: GivenRunTask & OperationTask) => {
    applied.set(name, kernel.now / SECOND);
    const ends = typeof fails === "number" ? { after: fails, as: "failed" as const } : endOf(healthy ?? null);
    states.set(name, "running");
    if (ends === null) return;
    const end = () => {
      states.set(name, ends.as);
      changed.emit();
    };
    if (ends.after === 0) end();
    else kernel.schedule(kernel.now + ends.after * SECOND, EVENT_CLASS.control, end);
  };
  let finishedAt: number | null = null;
  let result = "Running";
  const hands = {
    waveDelay: wave_delay_s * SECOND,
    apply,
    stateOf: ({ name }: OperationTask) => states.get(name) ?? "running",
    changed,
  };
  function* operation() {
    result = yield* syncOperation(sorted, hands);
    finishedAt = kernel.now / SECOND;
  }
  kernel.spawn(operation());
  kernel.run(HORIZON);
  return { applied_at: Object.fromEntries(applied), result, finished_at: finishedAt };
}

function endOf(healthy: number | "never" | null): { readonly after: number; readonly as: TaskState } | null {
  if (healthy === "never") return null;
  return { after: healthy ?? 0, as: "succeeded" };
}

export const sync = [
  adapter<GivenOrder>({
    file: "argocd_sync_order",
    cases: (content: { readonly cases: readonly OrderRow[] }) =>
      content.cases.map(({ id, tasks, expected, expected_order }) => ({
        id,
        input: { tasks, asks: expected_order === undefined ? "tasks" : "keys" },
        expected: expected_order ?? expected,
      })),
    run: order,
  }),
  adapter<GivenRun>({
    file: "argocd_sync_run",
    cases: (content: { readonly cases: readonly { readonly id: string; readonly expected: unknown }[] }) =>
      content.cases.map(({ id, expected, ...input }) => ({ id, input, expected })),
    run: (given) => (given.what === "prune_waves" ? pruneWaves(given.waves ?? []) : run(given)),
  }),
];
