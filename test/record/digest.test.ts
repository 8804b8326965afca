import { describe, expect, it } from "vitest";
import { AssertionFailed } from "../../src/kernel/assert.ts";
import { hasValidDigest, sealRun, type UnsealedRun } from "../../src/record/digest.ts";
import { RecordHash } from "../../src/record/recordHash.ts";
import type { Run } from "../../src/record/run.ts";
import { handmade } from "./handmade.ts";

/** Every number, text and flag of the record by its path. */
function leaves(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (value === null || typeof value !== "object") return [path];
  if (ArrayBuffer.isView(value)) return (value as Uint32Array).length > 0 ? [[...path, 0]] : [];
  return Object.keys(value).flatMap((key) => leaves((value as Record<string, unknown>)[key], [...path, key]));
}

function changed(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  return typeof value === "string" ? `${value}!` : 7;
}

function withChange(run: UnsealedRun, path: readonly (string | number)[]): UnsealedRun {
  const copy = structuredClone(run) as unknown as Record<string | number, unknown>;
  let place = copy;
  for (const key of path.slice(0, -1)) place = place[key] as Record<string | number, unknown>;
  const last = path[path.length - 1] as string | number;
  place[last] = changed(place[last]);
  return copy as unknown as UnsealedRun;
}

function unsealed(run: Run): UnsealedRun {
  const { digest: _, digests: __, ...parts } = run;
  return parts;
}

const eventful = handmade({
  seconds: 5,
  pods: [{ life: [0, 3] }, { version: 1, life: [1] }],
  traffic: () => ({ ok: 3, error: 1 }),
  rollout: { faultAt: 2, detectedAt: 3, weights: [{ at: 1, weight: 0.5 }] },
});
const withMonitoring: UnsealedRun = {
  ...unsealed(eventful),
  monitoring: {
    scrapeInterval: 5,
    threshold: 0.1,
    service: [{ at: 1, errorRatio: null }],
    newVersion: [{ at: 1, errorRatio: 0.25 }],
    alerts: [{ rule: "errors", pendingAt: 1, firingAt: 2, resolvedAt: null }],
    scrapes: [0, 5],
    notifications: [{ at: 2, receiver: "onCall", reason: "first", firing: ["errors"], resolved: ["other"] }],
    acknowledgements: [{ alert: "errors", pagedAt: 2, acknowledgedAt: 3 }],
  },
};

describe("the digest of a run", () => {
  it("is 16 hex digits, and the same for the same record", () => {
    const again = sealRun(structuredClone(withMonitoring));
    expect(again.digest).toMatch(/^[0-9a-f]{16}$/);
    expect(again.digest).toBe(sealRun(withMonitoring).digest);
    expect(again.digests).toEqual(sealRun(withMonitoring).digests);
  });

  it("changes with every single field of the record", () => {
    const { digest } = sealRun(withMonitoring);
    const paths = leaves(withMonitoring);
    expect(paths.length).toBeGreaterThan(100);
    const unnoticed = paths.filter((path) => sealRun(withChange(withMonitoring, path)).digest === digest);
    expect(unnoticed).toEqual([]);
  });

  it("tells which part changed", () => {
    const before = sealRun(withMonitoring).digests;
    const podChanged = sealRun(withChange(withMonitoring, ["pods", 0, "node"])).digests;
    expect(podChanged.pods).not.toBe(before.pods);
    expect({ ...podChanged, pods: before.pods }).toEqual(before);
  });

  it("does not depend on the order in which the facts of an event were put together", () => {
    const [event] = withMonitoring.events;
    if (event === undefined) throw new Error("the handmade run has an event");
    const told = (detail: Record<string, number>) =>
      sealRun({ ...withMonitoring, events: [{ ...event, detail }] }).digest;
    expect(told({ a: 1, b: 2 })).toBe(told({ b: 2, a: 1 }));
    expect(told({ a: 1, b: 2 })).not.toBe(told({ a: 2, b: 1 }));
  });

  it("is a check: a record changed after sealing no longer fits it", () => {
    const run = sealRun(withMonitoring);
    expect(hasValidDigest(run)).toBe(true);
    expect(hasValidDigest({ ...run, desiredReplicas: 99 })).toBe(false);
  });

  it("refuses NaN and does not tell −0 from 0", () => {
    expect(() => new RecordHash().number(Number.NaN)).toThrow(AssertionFailed);
    expect(new RecordHash().number(-0).hex).toBe(new RecordHash().number(0).hex);
  });

  it("does not mistake neighbouring texts or lists for each other", () => {
    expect(new RecordHash().text("ab").text("c").hex).not.toBe(new RecordHash().text("a").text("bc").hex);
    expect(new RecordHash().numbers([1, 2]).numbers([]).hex).not.toBe(new RecordHash().numbers([1]).numbers([2]).hex);
  });
});
