import { budgetStatus, type DisruptionLimit } from "../../../src/cluster/disruptionBudget.ts";
import { evict, spend } from "../../../src/cluster/eviction.ts";
import type { IntOrPercent } from "../../../src/cluster/intOrPercent.ts";
import type { PodPhase } from "../../../src/cluster/podPhase.ts";
import { evictionDelay, minTolerationTime, type Taint, type Toleration } from "../../../src/cluster/taints.ts";
import { NEVER } from "../../../src/kernel/time.ts";
import { adapter, UNSUPPORTED } from "../../adapter.ts";
import { behaviourOf, EvictionStore } from "./evictionStore.ts";
import { seconds, since } from "./times.ts";

interface GivenBudgetInput {
  readonly pdb: { readonly minAvailable: IntOrPercent | null; readonly maxUnavailable: IntOrPercent | null };
  readonly pods: readonly {
    readonly name: string;
    readonly ready: boolean;
    readonly deleting: boolean;
    readonly controllerUid: string | null;
  }[];
  readonly controllers: Readonly<Record<string, { readonly replicas: number }>>;
  readonly priorDisruptedPods: Readonly<Record<string, string>>;
  readonly now: string;
}

function limitOf({ minAvailable, maxUnavailable }: GivenBudgetInput["pdb"]): DisruptionLimit {
  return maxUnavailable === null ? { minAvailable: minAvailable ?? 0 } : { maxUnavailable };
}

interface GivenEviction {
  readonly pod: { readonly phase: PodPhase; readonly deleting: boolean; readonly readyCondition: string | null };
  readonly pdb: {
    readonly unhealthyPodEvictionPolicy: "IfHealthyBudget" | "AlwaysAllow" | null;
    readonly disruptionsAllowed: number;
    readonly currentHealthy: number;
    readonly desiredHealthy: number;
    readonly generation: number;
    readonly observedGeneration: number;
    readonly conditions: readonly {
      readonly type: string;
      readonly status: "True" | "False";
      readonly reason: string;
      readonly message: string;
    }[];
  };
  readonly storeDeleteBehaviour: string;
}

/** How the API words a refusal. */
const REFUSAL = "Cannot evict pod as it would violate the pod's disruption budget.: TooManyRequests: ";

function evictionOf({ pod, pdb, storeDeleteBehaviour }: GivenEviction) {
  const behaviour = behaviourOf(storeDeleteBehaviour);
  if (behaviour === null) return UNSUPPORTED;
  const store = new EvictionStore(
    { phase: pod.phase, deleting: pod.deleting, ready: pod.readyCondition === "True" },
    behaviour,
  );
  const budget = {
    ...pdb,
    name: "foo",
    unhealthyPodEvictionPolicy: pdb.unhealthyPodEvictionPolicy ?? "IfHealthyBudget",
    isObserved: pdb.observedGeneration >= pdb.generation,
    condition: pdb.conditions.find(({ type }) => type === "DisruptionAllowed") ?? null,
  };
  const answer = evict(store, { budget, version: behaviour.callerAsksForVersion ? 0 : null });
  const { deletions: deleteCalls } = store;
  if (answer.verdict === "refused") return { allowed: false, error: REFUSAL + answer.reason, deleteCalls };
  if (answer.verdict === "failed") return { allowed: false, error: answer.error, deleteCalls };
  return { allowed: true, error: null, deleteCalls };
}

const budgets = [
  adapter<GivenBudgetInput>({
    file: "pdb_status",
    matches: "as told",
    run({ pdb, pods, controllers, priorDisruptedPods, now }) {
      const at = since(now);
      const status = budgetStatus(
        limitOf(pdb),
        {
          pods: pods.map(({ controllerUid, ...pod }) => ({ ...pod, controller: controllerUid })),
          scales: new Map(Object.entries(controllers).map(([uid, { replicas }]) => [uid, replicas])),
          disrupted: new Map(Object.entries(priorDisruptedPods).map(([name, instant]) => [name, at(instant)])),
        },
        0,
      );
      if (status === "failed") return { disruptionsAllowed: 0 };
      const { disrupted, ...counts } = status;
      return { ...counts, disruptedPods: disrupted };
    },
  }),
  adapter<GivenEviction>({ file: "pod_eviction", run: evictionOf }),
  adapter<{ disruptionsAllowed: number; conditionReason: string }>({
    file: "pod_eviction_pdb_status",
    run({ disruptionsAllowed, conditionReason }) {
      const after = spend({ disruptionsAllowed }, conditionReason);
      return { disruptionsAllowed: after.disruptionsAllowed, conditionReason: after.reason };
    },
  }),
];

interface GivenToleration {
  readonly key?: string;
  readonly value?: string;
  readonly operator?: "Equal" | "Exists";
  readonly effect?: Taint["effect"] | "";
  readonly tolerationSeconds?: number | null;
}

const tolerationOf = ({
  key = "",
  value = "",
  operator = "Equal",
  effect = "",
  tolerationSeconds,
}: GivenToleration): Toleration => ({
  key,
  value,
  operator,
  effect,
  span: tolerationSeconds === null || tolerationSeconds === undefined ? null : seconds(tolerationSeconds),
});

const tainting = [
  adapter<{ nodeName: string; tolerations: GivenToleration[]; taintsByNode: Record<string, Taint[]> }>({
    file: "taint_eviction_create_pod",
    run: ({ nodeName, tolerations, taintsByNode }) => ({
      deletedImmediately: evictionDelay(taintsByNode[nodeName] ?? [], tolerations.map(tolerationOf)) === 0,
    }),
  }),
  adapter<{ pods: { tolerations: GivenToleration[] }[]; newTaints: Taint[]; observeWithinSeconds: number }>({
    file: "taint_eviction_update_node",
    run: ({ pods, newTaints, observeWithinSeconds }) => ({
      podDeleted: pods.some(({ tolerations }) => {
        return evictionDelay(newTaints, tolerations.map(tolerationOf)) <= seconds(observeWithinSeconds);
      }),
    }),
  }),
  adapter<{ tolerationSeconds: (number | null)[] }>({
    file: "taint_min_toleration_time",
    run({ tolerationSeconds }) {
      const least = minTolerationTime(tolerationSeconds.map((one) => (one === null ? null : seconds(one))));
      return { minTolerationSeconds: least === NEVER ? -1 : least / seconds(1) };
    },
  }),
];

export const disruption = [...budgets, ...tainting];
