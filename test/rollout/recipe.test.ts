import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SECOND } from "../../src/kernel/time.ts";
import { scenarioJsonSchema } from "../../src/scenario/jsonSchema.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { REGISTRY } from "../../src/scenario/registered.ts";
import { oneLook } from "./oneLook.ts";
import { BOOT, rehearse, SUBMITTED } from "./rehearsal.ts";

describe("the way of a newcomer, as docs/add-a-strategy.md shows it", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/add-a-strategy.md"), "utf8");
  const registry = { ...REGISTRY, strategies: [...REGISTRY.strategies, oneLook] };

  it("is this file, in under a hundred lines", () => {
    const shown = /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    const here = readFileSync(join(import.meta.dirname, "oneLook.ts"), "utf8");
    const fromHere = shown
      .replaceAll('"../../', '"../../src/')
      .replace('"../strategy', '"../../src/rollout/strategy')
      .replace('"./', '"../../src/rollout/strategies/');
    // Imports are sorted by where they lead to, which is another order from here.
    expect(fromHere.split("\n").sort()).toEqual(here.split("\n").sort());
    expect(shown.split("\n").length).toBeLessThan(100);
  });

  it("brings it into files and their schema by nothing but its place in the list", () => {
    const file = "apiVersion: drydock/v1\nname: x\nstrategies: [rolling, {oneLook: {share: 20%}}]\n";
    const reading = readScenario(file, { registry });
    expect(reading.problems).toEqual([]);
    expect(reading.ok && reading.value.strategies[1]).toMatchObject({
      name: "oneLook",
      parameters: { share: 0.2, look: 60 * SECOND },
    });
    expect(JSON.stringify(scenarioJsonSchema(registry))).toContain("Share of the requests while looking.");
  });
});

describe("a recipe of one's own over the seam", () => {
  it("scales, routes, looks, and promotes what is good", () => {
    const { record, replicaSets, exposure } = rehearse(oneLook);
    expect(record.result).toBe("completed");
    expect(record.weights.map(({ weight }) => weight)).toEqual([0.1, 1]);
    expect(exposure(SUBMITTED + BOOT + 1, SUBMITTED + BOOT + 79)).toBeCloseTo(0.1, 9);
    expect(replicaSets.map(({ replicas }) => replicas)).toEqual([0, 10]);
  });

  it("and aborts what is bad, as soon as the verdict is clear", () => {
    const { record, replicaSets, events } = rehearse(oneLook, { errors: 0.5 });
    expect(record.result).toBe("rolledBack");
    expect(Number(record.abortedAt) / SECOND).toBeCloseTo(SUBMITTED + BOOT + 20, 0);
    expect(record.weights.map(({ weight }) => weight)).toEqual([0.1, 0]);
    expect(replicaSets.map(({ replicas }) => replicas)).toEqual([10, 0]);
    expect(events.filter(({ kind }) => kind === "noted").map(({ detail }) => detail.text)).toEqual(["looking"]);
  });

  it("looks no longer than it was told when nothing is wrong", () => {
    const { events } = rehearse(oneLook, { parameters: { look: "30s" } });
    const [from, to] = ["analysisStarted", "analysisSucceeded"].map((name) => events.find(({ kind }) => kind === name));
    expect(Number(to?.at) - Number(from?.at)).toBe(30 * SECOND);
  });
});
