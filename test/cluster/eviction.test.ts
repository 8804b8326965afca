import { describe, expect, it } from "vitest";
import { type Deletion, type EvictedPod, type EvictionBudget, evict } from "../../src/cluster/eviction.ts";

const RUNNING: EvictedPod = { phase: "Running", deleting: false, ready: true, version: 1 };
const PENDING: EvictedPod = { ...RUNNING, phase: "Pending", ready: false };
const UNREADY: EvictedPod = { ...RUNNING, ready: false };
const BUDGET: EvictionBudget = {
  name: "web",
  unhealthyPodEvictionPolicy: "IfHealthyBudget",
  disruptionsAllowed: 1,
  currentHealthy: 3,
  desiredHealthy: 2,
  isObserved: true,
  condition: null,
};

/** A store in which the pod takes these states, one after each write of somebody else that comes before a deletion. */
function storeOf(pod: EvictedPod, ...writes: readonly Partial<EvictedPod>[]) {
  const waiting = [...writes];
  let stored = pod;
  const calls: string[] = [];
  return {
    calls,
    read: () => stored,
    charge: () => void calls.push("charge"),
    delete(version: number | null): Deletion {
      const write = waiting.shift();
      if (write !== undefined) stored = { ...stored, ...write, version: stored.version + 1 };
      calls.push(`delete ${version ?? "any"}`);
      return version === null || version === stored.version
        ? { answer: "deleted" }
        : { answer: "conflict", error: `not ${version}` };
    },
  };
}

const anyVersion = { budget: BUDGET, version: null };

describe("the eviction of a pod that somebody writes at the same time", () => {
  it("is tried again at the new version while the pod does not run", () => {
    const store = storeOf(PENDING, {}, {});
    expect(evict(store, anyVersion)).toEqual({ verdict: "without budget" });
    expect(store.calls).toEqual(["delete 1", "delete 2", "delete 3"]);
  });

  it("is the budget's to say once the pod runs", () => {
    const store = storeOf(PENDING, { phase: "Running", ready: true });
    expect(evict(store, anyVersion)).toEqual({ verdict: "by budget" });
    expect(store.calls).toEqual(["delete 1", "charge", "delete any"]);
    const late = storeOf(PENDING, { phase: "Running", ready: true });
    const spent = { ...BUDGET, disruptionsAllowed: 0 };
    expect(evict(late, { budget: spent, version: null })).toMatchObject({ verdict: "refused" });
    expect(late.calls).toEqual(["delete 1"]);
  });

  it("fails after twenty conflicts", () => {
    const store = storeOf(PENDING, ...Array.from({ length: 30 }, () => ({})));
    expect(evict(store, anyVersion)).toEqual({ verdict: "failed", error: "not 20" });
    expect(store.calls).toHaveLength(20);
  });

  it("fails at the first conflict for whoever asks for a version", () => {
    const store = storeOf(PENDING, {});
    expect(evict(store, { budget: BUDGET, version: 1 })).toEqual({ verdict: "failed", error: "not 1" });
    expect(store.calls).toEqual(["delete 1"]);
  });

  it("is refused where the pod may have become ready since, without a charge on the budget", () => {
    const store = storeOf(UNREADY, { ready: true });
    const reason = "The disruption budget web is still being processed by the server.";
    expect(evict(store, anyVersion)).toEqual({ verdict: "refused", reason });
    expect(store.calls).toEqual(["delete 1"]);
  });

  it("does not mind the version of a pod that ends anyway, or that the budget paid for, or that no budget selects", () => {
    for (const pod of [
      { ...PENDING, deleting: true },
      { ...UNREADY, phase: "Failed" as const },
    ]) {
      const store = storeOf(pod, {});
      expect(evict(store, anyVersion)).toEqual({ verdict: "without budget" });
      expect(store.calls).toEqual(["delete any"]);
    }
    const paid = storeOf(RUNNING, {});
    expect(evict(paid, anyVersion)).toEqual({ verdict: "by budget" });
    expect(paid.calls).toEqual(["charge", "delete any"]);
    expect(evict(storeOf(UNREADY, {}), { budget: null, version: null })).toEqual({ verdict: "without budget" });
  });
});
