import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { complaintOf } from "../../src/quantity/complaint.ts";
import {
  byShape,
  count,
  countOrPercent,
  duration,
  judge,
  law,
  oneKeyOf,
  seconds,
  share,
  withDefault,
  word,
  yesNo,
} from "../../src/quantity/index.ts";

const description = { en: "For the test.", ko: "시험용." };

function complaints(schema: v.GenericSchema, value: unknown): string[] {
  const result = v.safeParse(schema, value);
  return (result.issues ?? []).map((issue) => `${v.getDotPath(issue) ?? ""}: ${complaintOf(issue).code}`);
}

describe("a schema of quantities", () => {
  const parameters = v.strictObject({
    pause: duration({ min: "1s", max: "1h", default: "5m", description }),
    grace: seconds({ max: 100, default: 30, description }),
    pods: countOrPercent({ maxPercent: 100, default: "25%", description }),
    share: share({ description }),
  });

  test("fills in defaults and converts to the model's units", () => {
    expect(v.parse(parameters, { share: "5%" })).toEqual({
      pause: 300_000_000,
      grace: 30_000_000,
      pods: "25%",
      share: 0.05,
    });
  });

  test("gives the types of the model", () => {
    const output: v.InferOutput<typeof parameters> = { pause: 1, grace: 1, pods: "25%", share: 0.5 };
    expect(v.parse(parameters, { pause: "1s", grace: 1, share: 0.5 }).pause).toBe(output.pause * 1_000_000);
  });

  test("reports every wrong field at its path", () => {
    expect(complaints(parameters, { pause: "100ms", grace: 101, pods: "101%", shar: 1 })).toEqual([
      "pause: out-of-range",
      "grace: out-of-range",
      "pods: out-of-range",
      "share: missing-field",
      "shar: unknown-field",
    ]);
  });

  test("takes seconds without unit, and with one", () => {
    const schema = seconds({ min: 1, description });
    expect(v.parse(schema, 5)).toBe(5_000_000);
    expect(v.parse(schema, "5s")).toBe(5_000_000);
    expect(complaints(schema, 0)).toEqual([": out-of-range"]);
  });

  test("refuses a bound that cannot be read, before anybody uses the schema", () => {
    expect(() => duration({ min: "1", description })).toThrow("needs a unit");
  });

  test("judges fields together by a rule of one's own", () => {
    const pair = v.pipe(
      v.strictObject({ low: count({ description }), high: count({ description }) }),
      v.rawCheck(
        judge(({ low, high }) =>
          low <= high ? null : { code: "low-above-high", message: "low is above high", fix: "swap" },
        ),
      ),
    );
    expect(complaints(pair, { low: 1, high: 2 })).toEqual([]);
    expect(complaints(pair, { low: 3, high: 2 })).toEqual([": low-above-high"]);
    expect(complaints(pair, { low: "3", high: 2 })).toEqual(["low: not-a-number"]);
  });

  test("suggests the word that was meant", () => {
    const schema = word(["random", "roundRobin"], { description, noun: "balancer" });
    const [issue] = v.safeParse(schema, "roundrobin").issues ?? [];
    expect(issue && complaintOf(issue)).toEqual({
      code: "unknown-balancer",
      message: 'unknown balancer "roundrobin"',
      fix: 'did you mean "roundRobin"?',
    });
  });

  test("does not take yes for true", () => {
    const [issue] = v.safeParse(yesNo({ description }), "yes").issues ?? [];
    expect(issue && complaintOf(issue).fix).toBe("write true");
  });
});

describe("a law", () => {
  const schema = law({ max: "1h", default: "1s", description });

  test.each([
    ["8s", { law: "deterministic", value: 8_000_000 }],
    [{ lognormal: { median: "8s", sigma: 0.3 } }, { law: "lognormal", median: 8_000_000, sigma: 0.3 }],
    [{ exponential: { mean: "2s" } }, { law: "exponential", mean: 2_000_000 }],
    [{ gamma: { shape: 4, mean: "2s" } }, { law: "gamma", shape: 4, mean: 2_000_000 }],
    [{ uniform: { low: "1s", high: "3s" } }, { law: "uniform", low: 1_000_000, high: 3_000_000 }],
    [{ empirical: ["1s", "4s"] }, { law: "empirical", values: [1_000_000, 4_000_000] }],
    [undefined, { law: "deterministic", value: 1_000_000 }],
  ])("reads %j", (written, wanted) => {
    expect(v.parse(schema, written)).toEqual(wanted);
  });

  test("takes the mean of a lognormal law for its median times exp(sigma²/2)", () => {
    const read = v.parse(schema, { lognormal: { mean: "20ms", sigma: 0.7 } });
    expect(read).toEqual({ law: "lognormal", median: Math.round(20_000 * Math.exp(-0.245)), sigma: 0.7 });
  });

  test.each([
    ["8", ": unit-missing"],
    [{ lognormla: { median: "8s", sigma: 1 } }, "lognormla: unknown-law"],
    [{ lognormal: { sigma: 1 } }, "lognormal: not-one-key"],
    [{ lognormal: { median: "1s", mean: "1s", sigma: 1 } }, "lognormal: not-one-key"],
    [{ lognormal: { median: "2h", sigma: 1 } }, "lognormal.median: out-of-range"],
    [{ uniform: { low: "3s", high: "1s" } }, "uniform: out-of-range"],
    [{ empirical: [] }, "empirical: out-of-range"],
    [{ exponential: { mean: "1s" }, gamma: { shape: 1, mean: "1s" } }, ": not-one-key"],
    [{}, ": not-one-key"],
    [["1s"], ": wrong-type"],
  ])("refuses %j", (written, wanted) => {
    expect(complaints(schema, written)).toEqual([wanted]);
  });
});

describe("a value of several shapes", () => {
  const schema = byShape(
    {
      plain: duration({ description }),
      list: v.array(count({ description })),
      mapping: oneKeyOf({ twice: count({ description }) }, { noun: "way" }),
    },
    { description },
  );

  test("is read by the schema of its shape", () => {
    expect([v.parse(schema, "1s"), v.parse(schema, [1, 2]), v.parse(schema, { twice: 3 })]).toEqual([
      1_000_000,
      [1, 2],
      { key: "twice", value: 3 },
    ]);
  });

  test("is refused by the schema of its shape alone", () => {
    expect(complaints(schema, [1, "2"])).toEqual(["1: not-a-number"]);
    expect(complaints(schema, { thrice: 3 })).toEqual(["thrice: unknown-way"]);
  });

  test("never finds a choice on the prototype of an object", () => {
    expect(complaints(oneKeyOf({ twice: count({ description }) }, { noun: "way" }), { constructor: 1 })).toEqual([
      "constructor: unknown-way",
    ]);
  });
});

test("a field with a default may be left out, whatever its schema", () => {
  const schema = v.strictObject({ steps: withDefault(v.array(count({ description })), [1, 2]) });
  expect(v.parse(schema, {})).toEqual({ steps: [1, 2] });
});
