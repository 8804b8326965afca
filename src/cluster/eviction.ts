import type { PodPhase } from "./podPhase.ts";

/** A pod as the API server stores it when an eviction reads it. */
export interface EvictedPod {
  readonly phase: PodPhase;
  readonly deleting: boolean;
  readonly ready: boolean;
  /** Its resourceVersion: another one after every write. */
  readonly version: number;
}

/** A PodDisruptionBudget as an eviction finds it. */
export interface EvictionBudget {
  readonly name: string;
  readonly unhealthyPodEvictionPolicy: "IfHealthyBudget" | "AlwaysAllow";
  readonly disruptionsAllowed: number;
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
  readonly isObserved: boolean;
  /** The DisruptionAllowed condition; null: not written. */
  readonly condition: { readonly status: "True" | "False"; readonly reason: string; readonly message: string } | null;
}

/** What the API server answers to a deletion; `conflict`: the pod is of another version than the one asked for. */
export type Deletion =
  | { readonly answer: "deleted" }
  | { readonly answer: "conflict" | "failed"; readonly error: string };

/** The API server, as far as the eviction of one pod needs it. */
export interface EvictionApi {
  /** The pod as it is stored now. */
  read(): EvictedPod;
  /** Takes the pod off what the budget allows. */
  charge(): void;
  /** Deletes the pod if it is of this version still; null: whatever its version. */
  delete(version: number | null): Deletion;
}

export interface EvictionRequest {
  /** The budget that selects the pod; null: none does. */
  readonly budget: EvictionBudget | null;
  /** `deleteOptions.preconditions.resourceVersion`: whoever evicts wants the pod of this version, or none; null: any. */
  readonly version: number | null;
}

/** `without budget`: the pod is deleted and the budget left as it is. `refused`: 429, with the reason. */
export type EvictionVerdict =
  | { readonly verdict: "without budget" | "by budget" }
  | { readonly verdict: "refused"; readonly reason: string };

/** `failed`: the deletion was, by another error than 429. */
export type EvictionAnswer = EvictionVerdict | { readonly verdict: "failed"; readonly error: string };

/** How often a pod that needs no budget is read and deleted while others write it: `EvictionsRetry.Steps`. */
const ATTEMPTS = 20;

/**
 * `POST pods/eviction`. A pod that does not run yet is deleted at the version that was read, lest it runs by then: after a
 * conflict it is read again, and once it runs it is the budget's to say. Half a second passes there between attempts; here
 * a request is answered in one instant. Whoever asks for a version is not helped by another attempt.
 * Kubernetes v1.36 `registry/core/pod/storage/eviction.go:Create`.
 */
export function evict(api: EvictionApi, request: EvictionRequest): EvictionAnswer {
  let error = "";
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const pod = api.read();
    if (!needsNoBudget(pod)) return evictRunning(pod, { api, request });
    const deletion = api.delete(request.version ?? (pod.phase === "Pending" && !pod.deleting ? pod.version : null));
    if (deletion.answer === "deleted") return { verdict: "without budget" };
    error = deletion.error;
    if (deletion.answer === "failed" || request.version !== null) break;
  }
  return { verdict: "failed", error };
}

/**
 * A pod that goes because it is not ready must not have become ready since: it is deleted at the version that was read, and
 * a conflict is a refusal, so that whoever evicts asks again. What the budget paid for is spent even if the deletion fails.
 */
function evictRunning(
  pod: EvictedPod,
  { api, request }: { readonly api: EvictionApi; readonly request: EvictionRequest },
): EvictionAnswer {
  const { budget, version } = request;
  const verdict = budget === null ? WITHOUT_BUDGET : verdictOf(budget, pod);
  if (verdict.verdict === "refused") return verdict;
  if (verdict.verdict === "by budget") api.charge();
  const isUnready = budget !== null && verdict.verdict === "without budget";
  const deletion = api.delete(isUnready ? pod.version : version);
  if (deletion.answer === "deleted") return verdict;
  if (deletion.answer === "conflict" && isUnready && version === null) return refused(inProcess(budget));
  return { verdict: "failed", error: deletion.error };
}

/** Pods that do not run yet, or no more, go without asking. */
function needsNoBudget({ phase, deleting }: EvictedPod): boolean {
  return deleting || phase === "Pending" || phase === "Succeeded" || phase === "Failed";
}

/** One that is not ready goes if the policy says so or the budget is met without it. */
function verdictOf(budget: EvictionBudget, { ready }: EvictedPod): EvictionVerdict {
  const isMet = budget.currentHealthy >= budget.desiredHealthy && budget.desiredHealthy > 0;
  if (!ready && (budget.unhealthyPodEvictionPolicy === "AlwaysAllow" || isMet)) return WITHOUT_BUDGET;
  if (!budget.isObserved) return refused(inProcess(budget));
  if (budget.disruptionsAllowed > 0) return { verdict: "by budget" };
  const { condition } = budget;
  if (condition?.status !== "False") {
    return refused(
      `${subject(budget)} needs ${budget.desiredHealthy} healthy pods and has ${budget.currentHealthy} currently`,
    );
  }
  const why =
    condition.reason === "SyncFailed"
      ? `because it failed sync: ${condition.message}`
      : `(${condition.reason}): ${condition.message}`;
  return refused(`${subject(budget)} does not allow evicting pods currently ${why}`);
}

/** A budget after an eviction it paid for: the condition is rewritten only when nothing more is allowed. */
export function spend(budget: Pick<EvictionBudget, "disruptionsAllowed">, reason: string) {
  const disruptionsAllowed = budget.disruptionsAllowed - 1;
  return { disruptionsAllowed, reason: disruptionsAllowed === 0 ? "InsufficientPods" : reason };
}

const WITHOUT_BUDGET: EvictionVerdict = { verdict: "without budget" };
const inProcess = (budget: EvictionBudget) => `${subject(budget)} is still being processed by the server.`;
const subject = ({ name }: EvictionBudget) => `The disruption budget ${name}`;
const refused = (reason: string): EvictionVerdict => ({ verdict: "refused", reason });
