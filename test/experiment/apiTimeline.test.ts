import { describe, expect, test } from "vitest";
import type { ApiEntry } from "../../src/experiment/apiRecorder.ts";
import { type ApiTimeline, apiTimeline } from "../../src/experiment/apiTimeline.ts";
import { simulate } from "../../src/experiment/simulate.ts";
import { toSeconds } from "../../src/kernel/time.ts";
import { mustRead } from "./scenarioDraft.ts";

/** Ten pods, 20 ms per hop of a watch, ten seconds to boot, five of preStop; proxies learn at once. */
function scenario(changes: { readonly service?: string; readonly strategies?: string; readonly rest?: string } = {}) {
  const { service = "", strategies = "rolling, recreate, blueGreen, canary", rest = "" } = changes;
  return mustRead(`apiVersion: drydock/v1
name: web
title: {en: Ten pods, ko: 파드 열 개}
shows: {en: Nothing else., ko: 없음.}
warmup: 10s
duration: 3m
releaseAt: 10s
service: {replicas: 10, boot: 10s, readinessProbe: null, unprobedReadiness: listening, preStop: 5s, ${service}}
cluster:
  watchLatency: 20ms
  sandbox: 1s
  newImageCached: true
  endpointPropagation: {add: 0s, remove: 0s}
traffic: {rate: 20/s}
release: {from: v1, to: v2}
monitoring: {onAlert: nothing}
strategies: [${strategies}]
${rest}`);
}

function watch(name: string, changes: Parameters<typeof scenario>[0] = {}): ApiTimeline {
  const read = scenario(changes);
  const strategy = read.strategies.find((use) => use.name === name);
  if (strategy === undefined) throw new Error(`no strategy ${name}`);
  return apiTimeline(read, strategy);
}

/** `old 8 10/10/10 0` for each ReplicaSet: spec, then replicas/ready/available, then terminating. */
function told({ entries, replicaSets, run }: ApiTimeline, count: number): readonly string[] {
  return entries.slice(0, count).map((entry) => {
    const sets = replicaSets.flatMap(({ name, version }) => {
      const counts = entry.replicaSets.get(name);
      if (counts === undefined) return [];
      const { spec, replicas, ready, available, terminating } = counts;
      return [`${version === 0 ? "old" : "new"} ${spec} ${replicas}/${ready}/${available} ${terminating}`];
    });
    return `${toSeconds(entry.at - run.rollout.submittedAt).toFixed(2)}: ${sets.join(", ")}`;
  });
}

const countsOf = (entry: ApiEntry) => [...entry.replicaSets.values()];
const sum = (entry: ApiEntry, key: "spec" | "replicas" | "ready" | "available" | "terminating") =>
  countsOf(entry).reduce((total, counts) => total + counts[key], 0);

describe("the timeline of a rolling update of ten pods, 25 %/25 %", () => {
  const timeline = watch("rolling");

  test("begins as Kubernetes does: new 3 and old 8 in the first sync, new 5 in the second, before any pod is ready", () => {
    expect(told(timeline, 5)).toEqual([
      "-20.00: old 10 10/10/10 0",
      // One write each to both ReplicaSets.
      "0.02: old 8 10/10/10 0, new 3 0/0/0 0",
      // The second look of the Deployment controller; the ReplicaSet controllers act now, and write what they found.
      "0.04: old 8 10/10/10 0, new 5 0/0/0 0",
      // Two pods are terminating and no longer count; three were created.
      "0.06: old 8 8/8/8 2, new 5 3/0/0 0",
      "0.08: old 8 8/8/8 2, new 5 5/0/0 0",
    ]);
  });

  test("then waits for new pods, one step down for each that is available", () => {
    const [removed, ready, down] = told(timeline, 8).slice(5);
    expect(removed).toMatch(/^5\.08: old 8 8\/8\/8 0, new 5 5\/0\/0 0$/);
    expect(ready).toMatch(/: old 8 8\/8\/8 0, new 5 5\/5\/5 0$/);
    expect(down).toMatch(/: old 3 8\/8\/8 0, new 5 5\/5\/5 0$/);
  });

  test("never has more than 13 pods wanted, nor fewer than 8 available", () => {
    for (const entry of timeline.entries) {
      expect(sum(entry, "spec")).toBeLessThanOrEqual(13);
      expect(sum(entry, "available")).toBeGreaterThanOrEqual(8);
    }
  });

  test("has more pods alive than that while old ones terminate, because they do not count", () => {
    const alive = timeline.entries.map((entry) => sum(entry, "replicas") + sum(entry, "terminating"));
    expect(Math.max(...alive)).toBeGreaterThan(13);
  });

  test("ends with ten available new pods and an empty old ReplicaSet that is kept", () => {
    expect(told({ ...timeline, entries: timeline.entries.slice(-1) }, 1)[0]).toMatch(
      /: old 0 0\/0\/0 0, new 10 10\/10\/10 0$/,
    );
  });

  test("shows endpoints as the EndpointSlice has them: a terminating pod is not ready, but serves on", () => {
    const services = timeline.entries.map((entry) => entry.services.get("web"));
    expect(services[0]).toEqual({ ready: 10, serving: 10, terminating: 0 });
    expect(services[3]).toEqual({ ready: 8, serving: 10, terminating: 2 });
    expect(services.at(-1)).toEqual({ ready: 10, serving: 10, terminating: 0 });
  });
});

describe("a timeline", () => {
  test("has an entry for each instant with a change, in order, and none that repeats the one before", () => {
    for (const name of ["rolling", "recreate", "blueGreen", "canary"]) {
      const { entries } = watch(name);
      expect(entries.length).toBeGreaterThan(5);
      entries.forEach((entry, index) => {
        const before = entries[index - 1];
        if (before === undefined) return;
        expect(entry.at).toBeGreaterThan(before.at);
        expect([...entry.replicaSets, ...entry.services]).not.toEqual([...before.replicaSets, ...before.services]);
      });
    }
  });

  test("leaves the run as it is without a watcher, to the digest", () => {
    const read = scenario({ service: "minReadySeconds: 3" });
    for (const strategy of read.strategies) {
      const { run } = apiTimeline(read, strategy);
      const alone = simulate(read, strategy);
      expect(run.digest).toBe(alone.digest);
      expect(run).toEqual(alone);
    }
  });

  test("agrees with the log on every write of spec.replicas", () => {
    for (const name of ["rolling", "recreate", "blueGreen", "canary"]) {
      const { run, entries } = watch(name);
      const scaled = run.events.filter(({ kind, at }) => kind === "replicaSetScaled" && at > run.window.start);
      expect(scaled.length).toBeGreaterThan(0);
      for (const { at, subject, detail, id } of scaled) {
        const isLast = !scaled.some((other) => other.id > id && other.at === at && other.subject === subject);
        if (!isLast) continue;
        const entry = entries.findLast((other) => other.at <= at);
        expect([at, entry?.replicaSets.get(subject)?.spec]).toEqual([at, detail.to]);
      }
    }
  });

  test("counts a pod as available minReadySeconds after it is ready, not before", () => {
    const { entries, replicaSets } = watch("rolling", { service: "minReadySeconds: 4" });
    const fresh = replicaSets.find(({ version }) => version === 1)?.name ?? "";
    const first = (key: "ready" | "available") =>
      entries.find((entry) => (entry.replicaSets.get(fresh)?.[key] ?? 0) > 0)?.at ?? Number.NaN;
    expect(toSeconds(first("available") - first("ready"))).toBeCloseTo(4, 1);
  });
});

describe("the timeline of Recreate", () => {
  const timeline = watch("recreate");
  const { entries, replicaSets, run } = timeline;
  const fresh = replicaSets.find(({ version }) => version === 1)?.name ?? "";

  test("has no new ReplicaSet before the last old pod is gone: terminating ones are waited for", () => {
    const created = entries.findIndex((entry) => entry.replicaSets.has(fresh));
    expect(created).toBeGreaterThan(2);
    for (const entry of entries.slice(1, created)) expect(sum(entry, "spec")).toBe(0);
    expect(entries.slice(0, created).some((entry) => sum(entry, "terminating") === 10)).toBe(true);
    const goneAt = run.pods
      .filter(({ version }) => version === 0)
      .map(({ transitions }) => transitions.at(-1)?.at ?? 0);
    expect(entries[created]?.at ?? 0).toBeGreaterThanOrEqual(Math.max(...goneAt));
    expect(entries[created]?.replicaSets.get(fresh)?.spec).toBe(10);
  });

  test("shows why the outage is shorter than it: without a ready endpoint, serving ones that terminate get the traffic", () => {
    const fallback = entries.find((entry) => entry.services.get("web")?.ready === 0);
    expect(fallback?.services.get("web")).toEqual({ ready: 0, serving: 10, terminating: 10 });
    const routed = run.pods.filter(({ routed: spans }) =>
      spans.some(({ start, end }) => start <= (fallback?.at ?? 0) && (fallback?.at ?? 0) < end),
    );
    expect(routed).toHaveLength(10);
  });
});
