import { expect, test } from "vitest";
import type { ApiEntry, ReplicaSetCounts } from "../../src/experiment/apiRecorder.ts";
import { apiTimelineText } from "../../src/report/apiTimelineText.ts";
import { plain } from "../../src/report/paint.ts";
import { lane } from "./fixture.ts";

const counts = (spec: number, ready = spec, terminating = 0): ReplicaSetCounts => ({
  spec,
  replicas: ready,
  ready,
  available: ready,
  terminating,
});

function entry(at: number, sets: readonly (readonly [string, ReplicaSetCounts])[], ready: number): ApiEntry {
  const services = new Map([["shop", { ready, serving: ready, terminating: 0 }]]);
  return { at, replicaSets: new Map(sets), services };
}

test("three ReplicaSets of a rollover stand side by side, numbers below one another, within a terminal's width", () => {
  const { run } = lane("rolling");
  const { submittedAt } = run.rollout;
  const text = apiTimelineText(
    {
      run,
      replicaSets: [
        { name: "shop-5d8f6c", version: 0 },
        { name: "shop-7b9c4d", version: 1 },
        { name: "shop-66b7fd", version: 1 },
      ],
      services: ["shop"],
      deployments: [],
      entries: [
        entry(0, [["shop-5d8f6c", counts(100)]], 100),
        entry(
          submittedAt + 20_000,
          [
            ["shop-5d8f6c", counts(75, 100)],
            ["shop-7b9c4d", counts(25, 0)],
          ],
          100,
        ),
        entry(
          submittedAt + 9_000_001,
          [
            ["shop-5d8f6c", counts(75, 75, 25)],
            ["shop-7b9c4d", counts(0, 25)],
            ["shop-66b7fd", counts(25, 0)],
          ],
          75,
        ),
      ],
    },
    plain,
  );
  const [head = "", first = "", second = "", third = ""] = text.split("\n");
  const at = (name: string) => head.indexOf(name);
  expect(first.slice(at("shop-5d8f6c"))).toMatch(/^100\/100\/100\/100\/ {2}0 +– +– +100\/100\/ {2}0$/);
  expect(second).toMatch(/ 0\.020000 /);
  expect(second.slice(at("shop-7b9c4d"))).toMatch(/^25\/ 0\/ 0\/ 0\/ 0 +– +100\/100\/ {2}0$/);
  expect(third).toMatch(/ 9\.000001 /);
  expect(third.slice(at("shop-66b7fd"))).toMatch(/^25\/ 0\/ 0\/ 0\/ 0 +75\/ 75\/ {2}0$/);
  for (const line of [head, first, second, third]) expect(line.length).toBeLessThanOrEqual(110);
  expect(text).toContain("ReplicaSets: spec/replicas/ready/available/terminating (shop-5d8f6c is v1,");
});
