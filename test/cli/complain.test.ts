import { CommanderError } from "commander";
import { describe, expect, test } from "vitest";
import { complain } from "../../src/cli/complain.ts";
import { BadInput } from "../../src/cli/exit.ts";
import { rehearse } from "../../src/cli/rehearse.ts";
import { assert, LimitReached } from "../../src/kernel/assert.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

const input = { file: "a.yaml", scenario: { seed: "42" } as Scenario };

async function afterRehearsal(work: () => never, seed?: string, debug?: string) {
  return complain(await rehearse(input, { seed }, work).catch((error: unknown) => error), debug);
}

describe("what goes wrong in a rehearsal", () => {
  test("is ours when an assertion fails: 3, with file and seed, and a stack only when asked for", async () => {
    const broken = () => assert(false, "pods are lost (event 17)") as never;
    const { code, lines } = await afterRehearsal(broken, "7");
    expect(code).toBe(3);
    expect(lines[0]).toBe("drydock: internal error: pods are lost (event 17) (a.yaml, seed 7)");
    expect(lines.join("\n")).not.toMatch(/^ +at /m);
    const debugged = await afterRehearsal(broken, undefined, "1");
    expect(debugged.lines.join("\n")).toMatch(/seed 42\)\n +at [\s\S]*because of AssertionFailed: pods are lost/);
  });

  test("is the input's when a limit is reached: 2, with the limit and what to do", async () => {
    const { code, lines } = await afterRehearsal(() => {
      throw new LimitReached("events", "stopped after 5 control events");
    });
    expect(code).toBe(2);
    expect(lines).toEqual(["a.yaml: error limit-reached: stopped after 5 control events. Make the rehearsal smaller."]);
  });
});

describe("what goes wrong before it", () => {
  test("is bad input, in its own words", () => {
    expect(complain(new BadInput(["one", "two"]), undefined)).toEqual({ code: 2, lines: ["one", "two"] });
  });

  test("has been said already by the parser of the command line; to ask for help is fine", () => {
    expect(complain(new CommanderError(1, "x", "x"), undefined)).toEqual({ code: 2, lines: [] });
    expect(complain(new CommanderError(0, "help", ""), undefined)).toEqual({ code: 0, lines: [] });
  });
});
