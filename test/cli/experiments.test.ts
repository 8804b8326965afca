import { beforeAll, describe, expect, test } from "vitest";
import { builtCommand, SMALL } from "./command.ts";

const { drydock, write } = builtCommand("cli-experiments");
beforeAll(() => write("small.yaml", SMALL));

describe("drydock compare over several seeds", () => {
  test("stops by itself where it is precise enough, whatever the number of threads", async () => {
    const auto = ["compare", "small.yaml", "--seeds", "auto", "--half-width", "50%", "--json"];
    const [one, three] = [await drydock(...auto, "--threads", "1"), await drydock(...auto, "--threads", "3")];
    expect([one.code, one.stderr]).toEqual([0, ""]);
    expect(three.stdout).toBe(one.stdout);
    const { seeds, experiment } = JSON.parse(one.stdout);
    expect(experiment.stopping).toEqual({ reason: "precise", half_width: 0.5 });
    expect(seeds).toBeGreaterThanOrEqual(10);
    const asked = await drydock("compare", "small.yaml", "--seeds", String(seeds), "--json");
    expect(JSON.parse(asked.stdout).experiment.digest).toBe(experiment.digest);
  });

  test("says which strategy is better in how many seeds, by what method, and that a cap was met", async () => {
    const { stdout } = await drydock(
      "compare",
      "small.yaml",
      "--seeds",
      "auto",
      "--half-width",
      "0.1%",
      "--max-seeds",
      "12",
    );
    expect(stdout).toContain("Hurt users (hurt_users): canary best in 12 of 12\n");
    expect(stdout).toMatch(
      /rolling +\+[\d.]+ % \[\+[\d.]+ %, \+[\d.]+ %\] +worse in 12 of 12 \(p < 0\.001\) +correlation /,
    );
    expect(stdout).toContain("stopped at the limit of 12; ±0.1 % was NOT reached");
  });

  test("decides by the measures named, and refuses unknown ones, too many, and flags without a meaning", async () => {
    const named = await drydock("compare", "small.yaml", "--seeds", "4", "--measure", "bad_requests", "--json");
    expect(JSON.parse(named.stdout).experiment.primary).toEqual(["bad_requests"]);
    const unknown = await drydock("compare", "small.yaml", "--measure", "bad_request");
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      "--measure bad_request: error unknown-measure: There is no such measure. Did you mean bad_requests?\n",
    ]);
    const many = await drydock("compare", "small.yaml", "--measure", "pages", "apdex", "requests", "attempts");
    expect([many.code, many.stderr.split(" error ")[1]?.split(":")[0]]).toEqual([2, "too-many-measures"]);
    const useless = await drydock("compare", "small.yaml", "--seeds", "5", "--half-width", "5%");
    expect(useless.stderr).toBe(
      "--half-width: error useless-flag: It says when --seeds auto stops. Write --seeds auto.\n",
    );
    const few = await drydock("compare", "small.yaml", "--seeds", "auto", "--max-seeds", "3");
    expect(few.stderr).toContain("error too-few-seeds");
    const over = await drydock("compare", "small.yaml", "--seeds", "10001");
    expect([over.code, over.stderr]).toEqual([2, expect.stringContaining("whole number from 1 to 10000")]);
  });

  test("gives one strategy its story and its intervals, too", async () => {
    const { stdout } = await drydock("run", "small.yaml", "--strategy", "canary", "--seeds", "4");
    expect(stdout).toContain("Means over 4 seeds");
    expect(stdout).toMatch(/releaseSubmitted +v2/);
  });
});
