import { describe, expect, it } from "vitest";
import { violations } from "../../src/record/conservation.ts";
import type { PodRecord, Run, TrafficRecord, TrafficTotals } from "../../src/record/run.ts";
import { handmade } from "./handmade.ts";

const run = handmade({
  seconds: 20,
  pods: [{ life: [0, 10] }, { version: 1, life: [5] }],
  traffic: (second) => (second < 5 ? { error: 2, ok: 8 } : { ok: 10 }),
  users: [{ requests: 4, bad: 1, exposures: 2 }],
});

const withTraffic = (change: Partial<TrafficRecord>): Run => ({ ...run, traffic: { ...run.traffic, ...change } });
const withTotals = (change: Partial<TrafficTotals>) => withTraffic({ totals: { ...run.traffic.totals, ...change } });
const withPod = (change: Partial<PodRecord>): Run => ({
  ...run,
  pods: [{ ...(run.pods[0] as PodRecord), ...change }, run.pods[1] as PodRecord],
});
const withColumn = (column: "requests" | "bad" | "exposures", values: number[]) =>
  withTraffic({ users: { ...run.traffic.users, [column]: Uint32Array.from(values) } });

describe("a run that keeps the laws", () => {
  it("has nothing to report", () => {
    expect(violations(run)).toEqual([]);
  });
});

describe("a broken law is named", () => {
  const broken: readonly (readonly [string, Run, RegExp])[] = [
    [
      "a request is lost from the totals",
      withTotals({ requests: 199 }),
      /200 requests in the buckets, 199 in the totals/,
    ],
    ["a request is neither ended nor in flight", withTotals({ requestsInFlight: 1 }), /200 ended and 1 in flight/],
    ["fewer attempts than requests", withTotals({ attempts: 150 }), /150 attempts for 200 requests/],
    ["outcomes disagree", withTotals({ requestsByOutcome: [189, 1, 10, 0, 0, 0, 0] }), /outcome 0 is 190 .* 189/],
    [
      "more ends than arrivals in a bucket",
      withTraffic({ arrived: new Uint32Array(20) }),
      /bucket 0: 10 requests ended, 0 arrived/,
    ],
    ["users sent other requests", withColumn("requests", [1, 4]), /users sent 5 requests, 200 arrived/],
    ["users had other bad requests", withColumn("bad", [0, 1]), /users had 1 bad requests, there were 10/],
    ["a user had more bad requests than requests", withColumn("bad", [5, 5]), /user 1 had 5 bad of 4/],
    ["a user is exposed without a request", withColumn("requests", [200, 0]), /user 1 met the faulty version without/],
    [
      "exposure without a fault",
      { ...run, versions: run.versions.map((v) => ({ ...v, faulty: false })) },
      /no version is faulty/,
    ],
    [
      "a span outside the pod's life",
      withPod({ available: [{ start: 0, end: 11_000_000 }] }),
      /available outside its life/,
    ],
    ["a span that runs backwards", withPod({ routed: [{ start: 5, end: 3 }] }), /sent traffic until before it began/],
    [
      "overlapping spans of one pod",
      withPod({
        endpointReady: [
          { start: 0, end: 5 },
          { start: 4, end: 6 },
        ],
      }),
      /listed as ready twice/,
    ],
    [
      "a pod that lives on",
      withPod({
        transitions: [...(run.pods[0] as PodRecord).transitions, { at: 11_000_000, state: "ready", cause: -1 }],
      }),
      /lives after it was gone/,
    ],
    [
      "an event caused by a later one",
      { ...run, events: run.events.map((e) => ({ ...e, cause: 0 })) },
      /caused by a later one/,
    ],
    [
      "a weight beyond all traffic",
      { ...run, rollout: { ...run.rollout, weights: [{ at: 0, weight: 1.2 }] } },
      /a weight of 1.2/,
    ],
  ];
  for (const [what, bad, sentence] of broken) {
    it(what, () => {
      expect(violations(bad).join("\n")).toMatch(sentence);
    });
  }
});
