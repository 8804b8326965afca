import { describe, expect, test } from "vitest";
import { compare } from "../src/experiment/compare.ts";
import type { Lane } from "../src/experiment/types.ts";
import { matchers } from "../src/matchers.ts";
import { readScenario } from "../src/scenario/read.ts";

const TEXT = `
apiVersion: drydock/v1
name: small
duration: 3m
service: {replicas: 3, boot: 5s}
traffic: {rate: 40/s, users: 200}
release: {faults: [{errorShare: {share: 30%}}]}
strategies: [recreate, canary]
`;

interface Ours {
  toHold(claim: string, options?: object): void;
  toStayWithin(limits: object): void;
  toEndAs(result: string): void;
}

/** `expect` as somebody has it after `expect.extend(matchers)`. */
function claim(received: unknown): Ours & { readonly not: Ours } {
  expect.extend(matchers);
  return expect(received) as unknown as Ours & { readonly not: Ours };
}

function lanes(): readonly Lane[] {
  const reading = readScenario(TEXT);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return compare(reading.value).lanes;
}

describe("the matchers for tests of other projects", () => {
  test("hold a scenario to a claim, over as many seeds as asked for", () => {
    claim(TEXT).toHold("canary.zero_ready_s == 0s");
    claim(TEXT).toHold("recreate.zero_ready_s > 1s", { seeds: 5, inAtLeast: 0.8 });
    claim(TEXT).not.toHold("recreate.zero_ready_s == 0s");
  });

  test("tell what was seen, and how to see it again", () => {
    expect(() => claim(TEXT).toHold("recreate.zero_ready_s == 0s")).toThrow(/seen [\d.]+ == 0; replay with --seed/);
  });

  test("call a claim or a scenario that cannot be read a mistake, even with not", () => {
    expect(() => claim(TEXT).not.toHold("canary.hurt_user == 0")).toThrow(/hurt_user/);
    expect(() => claim("apiVersion: drydock/v1\nnam: x").not.toHold("canary.zero_ready_s == 0s")).toThrow(/2:1/);
  });

  test("hold a lane to limits and to its end", () => {
    const [recreate, canary] = lanes();
    claim(canary).toEndAs("rolledBack");
    claim(canary).not.toEndAs("completed");
    claim(canary).toStayWithin({ zero_ready_s: 0, hurt_users: 1 });
    claim(recreate?.measures).not.toStayWithin({ zero_ready_s: 0 });
    expect(() => claim(recreate).toStayWithin({ zero_ready_s: 0, hurt_users: 1 })).toThrow(
      /^recreate: zero_ready_s is [\d.]+, limit 0$/,
    );
  });
});
