import { beforeAll, describe, expect, test } from "vitest";
import { builtCommand, SMALL } from "./command.ts";

const { drydock, write } = builtCommand("cli-advise");
beforeAll(() => write("small.yaml", SMALL.replace("rate: 50/s", "rate: 10/s").replace("duration: 2m", "duration: 4m")));

describe("drydock advise", () => {
  test("says what to use, beside what, what would change it, and what to apply", async () => {
    const { code, stdout, stderr } = await drydock("advise", "small.yaml", "--effort", "quick", "--max-cost", "2x");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^A small one\n\nAdvice: \w+ [({]/);
    for (const part of ["Finalists", "Regret beside the best", "What would change the advice", "To apply"]) {
      expect(stdout).toContain(`\n${part}`);
    }
    expect(stdout).toMatch(/\n {2}cost [\d.]+× of 2×\n/);
    expect(stdout).toContain("fresh worlds)");
    expect(stdout).toMatch(/\nkind: (Deployment|Rollout)\n/);
    expect(stdout).toMatch(/\nSeed 7, drydock \d+\.\d+\.\d+: \d+ candidates, \d+ rollouts/);
  });

  test("says the same whatever the number of threads, as JSON", async () => {
    const asked = ["advise", "small.yaml", "--effort", "quick", "--strategy", "rolling", "recreate", "--json"];
    const [one, three] = [await drydock(...asked, "--threads", "1"), await drydock(...asked, "--threads", "3")];
    expect(three.stdout).toBe(one.stdout);
    const advice = JSON.parse(one.stdout);
    expect([advice.schema, advice.seed]).toEqual(["drydock/advice/v1", "7"]);
    expect(advice.finalists[advice.recommended].standing).toBe("recommended");
    expect(advice.finalists[advice.recommended].strategy).toBe("rolling");
  });

  test("says when nothing keeps to the limits, in Markdown too", async () => {
    const limits = ["--max-duration", "1s", "--strategy", "rolling", "recreate", "--effort", "quick"];
    const { code, stdout } = await drydock("advise", "small.yaml", ...limits);
    expect([code, stdout.split("\n")[2]]).toEqual([0, "No strategy keeps to the limits."]);
    const markdown = await drydock("advise", "small.yaml", ...limits, "--markdown");
    expect(markdown.stdout).toContain("### small: no strategy keeps to the limits\n");
    expect(markdown.stdout).toMatch(/\n\| rolling .* exceeds 1\\?\.?0*0 s \|\n/);
  });

  test("refuses limits that are none, and a search among nothing", async () => {
    const unit = await drydock("advise", "small.yaml", "--max-downtime", "5");
    expect([unit.code, unit.stderr]).toEqual([2, expect.stringContaining("--max-downtime")]);
    const factor = await drydock("advise", "small.yaml", "--max-cost", "0.5x");
    expect([factor.code, factor.stderr]).toEqual([2, expect.stringContaining("write 1.5x")]);
    const nothing = await drydock("advise", "small.yaml", "--strategy", "abTest");
    expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining("error no-strategy")]);
  });
});
