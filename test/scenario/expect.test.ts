import { describe, expect, test } from "vitest";
import { parseClaim } from "../../src/scenario/expect.ts";
import { readScenario } from "../../src/scenario/read.ts";

const STRATEGIES = ["recreate", "rolling", "canary"];

function claim(text: string) {
  const parsed = parseClaim(text, STRATEGIES);
  if ("complaint" in parsed) throw new Error(parsed.complaint.message);
  return parsed.value;
}

function refusal(text: string): readonly [string, string] {
  const parsed = parseClaim(text, STRATEGIES);
  return "complaint" in parsed ? [parsed.complaint.code, parsed.complaint.fix] : ["accepted", ""];
}

const measure = (strategy: string, id: string, factor = 1) => ({ strategy, measure: id, factor });

describe("a claim", () => {
  test("compares two strategies", () => {
    expect(claim("canary.hurt_users < rolling.hurt_users")).toEqual({
      text: "canary.hurt_users < rolling.hurt_users",
      left: measure("canary", "hurt_users"),
      comparison: "<",
      right: measure("rolling", "hurt_users"),
    });
  });

  test.each([
    ["canary.hurt_users<0.5*rolling.hurt_users", measure("rolling", "hurt_users", 0.5)],
    ["canary.hurt_users < rolling.hurt_users * 0.5", measure("rolling", "hurt_users", 0.5)],
  ])("takes a factor on either side of the measure: %s", (text, wanted) => {
    expect(claim(text).right).toEqual(wanted);
  });

  test.each([
    ["recreate.zero_ready_s > 5s", 5],
    ["recreate.zero_ready_s > 1m30s", 90],
    ["recreate.latency_p99_ms >= 1.5s", 1500],
    ["recreate.hurt_users <= 2%", 0.02],
    ["recreate.hurt_users <= 0.02", 0.02],
    ["recreate.release_budget_share > 150%", 1.5],
    ["recreate.surge_overhead_share > -0.5", -0.5],
    ["recreate.peak_pods == 20", 20],
    ["recreate.zero_ready_s == 0", 0],
    ["recreate.total_cost < 1.5", 1.5],
  ])("converts a literal to the unit of the measure: %s", (text, number) => {
    expect(claim(text).right).toEqual({ number });
  });

  test("takes its literal on the left as well", () => {
    expect(claim("5s < recreate.zero_ready_s")).toMatchObject({
      left: { number: 5 },
      right: measure("recreate", "zero_ready_s"),
    });
  });

  test("asks how a rollout ended, and whether a measure applies", () => {
    expect(claim("rolling.result == rolledBack").right).toEqual({ word: "rolledBack" });
    expect(claim("canary.time_to_detect_s == none").right).toEqual({ word: "none" });
  });

  test.each([
    ["canary.hurt_user < 5%", "unknown-measure", 'did you mean "hurt_users"?'],
    ["cannary.hurt_users < 5%", "unknown-strategy", 'did you mean "canary"?'],
    ["blueGreen.hurt_users < 5%", "unknown-strategy", "strategies here: recreate, rolling, canary"],
    ["recreate.zero_ready_s > 5", "unit-missing", "write 5s (seconds), 5ms or 5m (minutes)"],
    ["recreate.peak_pods > 5s", "not-a-number", "give a number without unit"],
    ["recreate.peak_pods > 5%", "unit-wrong", "give a number without %"],
    ["recreate.hurt_users > 5", "out-of-range", "did you mean 5% = 0.05?"],
    ["recreate.hurt_users > rolling.zero_ready_s", "unit-wrong", "compare measures of the same unit"],
    ["rolling.result == rolledback", "unknown-result", "did you mean rolledBack?"],
    ["rolling.result < completed", "bad-claim", "compare them with == or !="],
    ["2 * rolling.result == completed", "bad-claim", "remove the factor"],
    ["canary.hurt_users = 5%", "bad-claim", "use one of < <= == != >= >"],
    ["canary.hurt_users", "bad-claim", "write it like canary.hurt_users < rolling.hurt_users"],
    ["1% < canary.hurt_users < 2%", "bad-claim", "write one line for each comparison"],
    ["canary.hurt_users <", "bad-claim", "write it like canary.hurt_users < rolling.hurt_users"],
    ["1 < 2", "bad-claim", "write a measure as strategy.measure, such as canary.hurt_users"],
    ["2 * 3 * canary.hurt_users < 2%", "bad-claim", "write it like 0.5 * rolling.hurt_users"],
    ["canary.constructor < 2", "unknown-measure", expect.any(String)],
  ])("%s is refused (%s)", (text, code, fix) => {
    expect(refusal(text)).toEqual([code, fix]);
  });
});

test("a claim of a file knows its line, its seeds and in how many of them it must hold", () => {
  const reading = readScenario(
    "apiVersion: drydock/v1\nname: web\nexpect:\n  - rolling.zero_ready_s == 0s\n  - {that: rolling.peak_pods > 10, seeds: 30, inAtLeast: 95%}\n  - {that: rolling.peak_pods > 10}\n",
  );
  expect(reading.ok && reading.value.expect.map(({ line, seeds, inAtLeast }) => [line, seeds, inAtLeast])).toEqual([
    [4, 1, 1],
    [5, 30, 0.95],
    [6, 20, 1],
  ]);
});

test("a wrong claim is placed at its line", () => {
  const { problems } = readScenario("apiVersion: drydock/v1\nname: web\nexpect:\n  - rolling.hurt_user < 5%\n");
  expect(problems).toMatchObject([{ line: 4, column: 5, path: "expect[0]", code: "unknown-measure" }]);
});
