import { beforeAll, describe, expect, test } from "vitest";
import { builtCommand, SMALL } from "./command.ts";

const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  replicas: 4
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec: {containers: [{name: shop, image: "shop:1"}]}
`;

const { drydock, write } = builtCommand("cli-timeline");
beforeAll(() => {
  write("small.yaml", SMALL);
  write("deployment.yaml", MANIFEST);
});

interface Change {
  readonly t_s: number;
  readonly at_us: number;
  readonly replica_sets: readonly {
    readonly name: string;
    readonly spec: { readonly replicas: number };
    readonly status: Readonly<Record<string, number>>;
  }[];
  readonly services: readonly Readonly<Record<string, string | number>>[];
}

describe("drydock timeline", () => {
  test("prints a row per change, with a column per ReplicaSet and Service", async () => {
    const { code, stdout, stderr } = await drydock("timeline", "small.yaml", "--strategy", "rolling");
    expect([code, stderr]).toEqual([0, ""]);
    const [head = "", ...rows] = stdout.split("\n");
    expect(head).toMatch(/^ *since release, s +run, µs +small-\w+ +small-\w+ +small$/);
    expect(rows[0]).toMatch(/^ +-?\d+\.\d{6} +0 +(\d+)\/ *\1\/ *\1\/ *\1\/ *0 +– +\d+\/ *\d+\/ *0$/);
    expect(rows.length).toBeGreaterThan(10);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThan(130);
  });

  test("gives the same as data, under the names that the API has", async () => {
    const { stdout } = await drydock("timeline", "small.yaml", "--strategy", "canary", "--json");
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ schema: "drydock/timeline/v1", strategy: "canary", seed: "7" });
    const changes: readonly Change[] = result.changes;
    expect(changes.length).toBeGreaterThan(5);
    for (const { t_s, at_us, replica_sets: sets } of changes) {
      expect(t_s).toBeCloseTo((at_us - result.submitted_at_us) / 1e6, 9);
      for (const { spec, status } of sets) {
        expect(Object.keys(spec)).toEqual(["replicas"]);
        expect(Object.keys(status)).toEqual(["replicas", "readyReplicas", "availableReplicas", "terminatingReplicas"]);
      }
    }
    const run = JSON.parse((await drydock("run", "small.yaml", "--strategy", "canary", "--json")).stdout);
    expect(result.digest).toBe(run.strategies.canary.digest);
  });

  test("takes another seed, and a manifest in place of a scenario", async () => {
    const other = await drydock("timeline", "small.yaml", "--strategy", "rolling", "--seed", "8", "--json");
    expect(JSON.parse(other.stdout).seed).toBe("8");
    const real = await drydock("timeline", "deployment.yaml", "--strategy", "rolling", "--json");
    expect(real.code).toBe(0);
    expect(JSON.parse(real.stdout).changes[0].replica_sets[0]).toMatchObject({ spec: { replicas: 4 } });
  });

  test("refuses a strategy that the scenario has not", async () => {
    const { code, stdout, stderr } = await drydock("timeline", "small.yaml", "--strategy", "cannary");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Did you mean canary?");
  });
});
