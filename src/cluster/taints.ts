import { type Micros, NEVER, SECOND } from "../kernel/time.ts";

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

export interface Toleration {
  /** Empty (with `Exists`): every key. */
  readonly key: string;
  readonly operator: "Equal" | "Exists";
  readonly value: string;
  /** Empty: every effect. */
  readonly effect: Taint["effect"] | "";
  /** How long a NoExecute taint is tolerated, µs; null: for ever. */
  readonly span: Micros | null;
}

/** Some toleration tolerates the taint. */
export function isTolerated(taint: Taint, tolerations: readonly Toleration[]): boolean {
  return tolerations.some((toleration) => tolerates(toleration, taint));
}

/** The scheduler keeps a pod with these tolerations away (Kubernetes v1.36 `tainttoleration/taint_toleration.go:Filter`). */
export function isUntolerated(taints: readonly Taint[], tolerations: readonly Toleration[]): boolean {
  return taints.some((taint) => taint.effect !== "PreferNoSchedule" && !isTolerated(taint, tolerations));
}

/** How many taints of a node count against it (`taint_toleration.go:countIntolerableTaintsPreferNoSchedule`). */
export function countUntolerated(taints: readonly Taint[], tolerations: readonly Toleration[]): number {
  return taints.filter((taint) => taint.effect === "PreferNoSchedule" && !isTolerated(taint, tolerations)).length;
}

/** Kubernetes v1.36 `component-helpers/scheduling/corev1:ToleratesTaint`. */
function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect !== "" && toleration.effect !== taint.effect) return false;
  if (toleration.key !== "" && toleration.key !== taint.key) return false;
  return toleration.operator === "Exists" || toleration.value === taint.value;
}

/**
 * The shortest of the spans: `NEVER` when all of them are for ever, 0 when there is none.
 * Kubernetes v1.36 `tainteviction/taint_eviction.go:getMinTolerationTime`.
 */
export function minTolerationTime(spans: readonly (Micros | null)[]): Micros {
  if (spans.length === 0) return 0;
  return spans.reduce<Micros>((least, span) => (span === null ? least : Math.min(least, Math.max(0, span))), NEVER);
}

/**
 * How long a pod stays on a node with these taints, µs: `NEVER` to be evicted without a NoExecute taint or with
 * tolerations for ever, 0 when a taint is not tolerated at all.
 * Kubernetes v1.36 `tainteviction/taint_eviction.go:processPodOnNode`.
 */
export function evictionDelay(taints: readonly Taint[], tolerations: readonly Toleration[]): Micros {
  const evicting = taints.filter(({ effect }) => effect === "NoExecute");
  if (evicting.length === 0) return NEVER;
  const matching = evicting.map((taint) => tolerations.filter((toleration) => tolerates(toleration, taint)));
  if (matching.some(({ length }) => length === 0)) return 0;
  return minTolerationTime(matching.flatMap((group) => group.slice(0, 1)).map(({ span }) => span));
}

/** On a node that is cordoned. */
export const UNSCHEDULABLE: Taint = { key: "node.kubernetes.io/unschedulable", value: "", effect: "NoSchedule" };

/** On a node that no longer answers; the one that evicts is put on by and by, see `NodeTainter`. */
export const UNREACHABLE: Taint = { key: "node.kubernetes.io/unreachable", value: "", effect: "NoExecute" };
export const UNREACHABLE_AT_ONCE: Taint = { ...UNREACHABLE, effect: "NoSchedule" };

/** On a node that the cluster autoscaler gives back (kubernetes/autoscaler `taints.go:ToBeDeletedTaint`). */
export const TO_BE_DELETED: Taint = { key: "ToBeDeletedByClusterAutoscaler", value: "", effect: "NoSchedule" };

const NOT_READY = "node.kubernetes.io/not-ready";

/** What admission adds to every pod that does not say otherwise. */
export const DEFAULT_TOLERATIONS: readonly Toleration[] = [NOT_READY, UNREACHABLE.key].map((key) => ({
  key,
  operator: "Exists",
  value: "",
  effect: "NoExecute",
  span: 300 * SECOND,
}));

/**
 * The tolerations of a pod as it is admitted: for lost nodes 300 s, unless it says itself how long.
 * Kubernetes v1.36 `plugin/pkg/admission/defaulttolerationseconds:Admit`.
 */
export function admitted(tolerations: readonly Toleration[]): readonly Toleration[] {
  const saysSo = ({ key }: Toleration) =>
    tolerations.some((one) => (one.key === key || one.key === "") && (one.effect === "" || one.effect === "NoExecute"));
  return [...tolerations, ...DEFAULT_TOLERATIONS.filter((byDefault) => !saysSo(byDefault))];
}
