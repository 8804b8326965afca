import { existsSync, readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { builtCommand, SMALL } from "./command.ts";

const { drydock, shell, write, path } = builtCommand("cli-rehearsing");
beforeAll(() => write("small.yaml", SMALL));

describe("drydock compare", () => {
  test("prints a table with a column per strategy, on stdout and without colours in a pipe", async () => {
    const { code, stdout, stderr } = await drydock("compare", "small.yaml");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^A small one\nv1 → v2 /);
    expect(stdout).toMatch(/ rolling +canary\n/);
    expect(stdout).not.toContain("\x1b");
  });

  test("prints the same JSON every time, and another one for another seed", async () => {
    const once = await drydock("compare", "small.yaml", "--json");
    const again = await drydock("compare", "small.yaml", "--json");
    const other = await drydock("compare", "small.yaml", "--json", "--seed", "8");
    expect(again.stdout).toBe(once.stdout);
    const [first, second] = [JSON.parse(once.stdout), JSON.parse(other.stdout)];
    expect([first.seed, second.seed]).toEqual(["7", "8"]);
    expect(second.strategies.canary.digest).not.toBe(first.strategies.canary.digest);
  });

  test("takes only the strategies named", async () => {
    const { stdout } = await drydock("compare", "small.yaml", "--strategy", "canary", "--json");
    expect(Object.keys(JSON.parse(stdout).strategies)).toEqual(["canary"]);
  });

  test("gives the same intervals whatever the number of threads", async () => {
    const one = await drydock("compare", "small.yaml", "--seeds", "5", "--threads", "1", "--json");
    const three = await drydock("compare", "small.yaml", "--seeds", "5", "--threads", "3", "--json");
    expect(three.stdout).toBe(one.stdout);
    const { intervals, measures } = JSON.parse(one.stdout).strategies.rolling;
    expect(intervals.bad_requests.values).toHaveLength(5);
    expect(intervals.bad_requests.values[0]).toBe(measures.bad_requests);
  });

  test("reads standard input", async () => {
    const { code, stdout } = await shell("drydock compare - < small.yaml");
    expect([code, stdout.split("\n")[0]]).toEqual([0, "A small one"]);
  });

  test("survives a reader that has seen enough", async () => {
    const { code, stdout, stderr } = await shell("drydock compare small.yaml --json | head -1");
    expect([code, stdout, stderr]).toEqual([0, "{\n", ""]);
  });

  test("writes a file whole, refuses to replace it, and replaces it when told to", async () => {
    const first = await drydock("compare", "small.yaml", "--json", "--out", "result.json");
    expect([first.code, first.stdout]).toEqual([0, ""]);
    const text = readFileSync(path("result.json"), "utf8");
    const second = await drydock("compare", "small.yaml", "--json", "--seed", "8", "--out", "result.json");
    expect([second.code, second.stdout]).toEqual([2, ""]);
    expect(second.stderr).toBe("result.json: error output-exists: The file exists. Use --force to replace it.\n");
    expect(readFileSync(path("result.json"), "utf8")).toBe(text);
    const third = await drydock("compare", "small.yaml", "--json", "--seed", "8", "--out", "result.json", "--force");
    expect(third.code).toBe(0);
    expect(JSON.parse(readFileSync(path("result.json"), "utf8")).seed).toBe("8");
    expect(readdirSync(path(".")).filter((file) => file.includes("partial"))).toEqual([]);
  });
});

describe("drydock run", () => {
  test("tells the story of one rollout", async () => {
    const { code, stdout } = await drydock("run", "small.yaml", "--strategy", "canary");
    expect(code).toBe(0);
    expect(stdout).toMatch(/releaseSubmitted +v2/);
    expect(stdout).toMatch(/rolloutAborted .*because analysisFailed/);
  });

  test("gives the digest that compare gives, with causes that come before their effects", async () => {
    const run = JSON.parse((await drydock("run", "small.yaml", "--strategy", "rolling", "--json")).stdout);
    const compared = JSON.parse((await drydock("compare", "small.yaml", "--json")).stdout);
    const { digest, events, series, measures } = run.strategies.rolling;
    expect(digest).toBe(compared.strategies.rolling.digest);
    expect(events.length).toBeGreaterThan(10);
    for (const { id, cause } of events) expect(cause === null || cause < id).toBe(true);
    const arrived = series.arrived.reduce((sum: number, count: number) => sum + count, 0);
    expect(arrived).toBe(measures.requests);
  });
});

describe("drydock test", () => {
  test("ends with 0 when every claim holds, and says what was seen", async () => {
    const { code, stdout } = await drydock("test", "small.yaml");
    expect(code).toBe(0);
    expect(stdout).toContain("✓ canary.zero_ready_s == 0s  0 == 0");
    expect(stdout).toMatch(/\n2 passed, 0 failed in 1 file\n$/);
  });

  test("ends with 1 when one does not, in words and in JUnit XML", async () => {
    write(
      "wrong.yaml",
      SMALL.replace("name: small", "name: wrong").replace("canary.zero_ready_s ==", "canary.zero_ready_s >"),
    );
    const { code, stdout } = await drydock(
      "test",
      "small.yaml",
      "wrong.yaml",
      "--junit",
      "junit.xml",
      "--github",
      "--markdown",
      "claims.md",
    );
    expect(code).toBe(1);
    expect(stdout).toContain("::error file=wrong.yaml,line=12,title=does not hold%3A canary.zero_ready_s > 0s::");
    expect(readFileSync(path("claims.md"), "utf8")).toContain("3 claims hold, 1 do not");
    expect(stdout).toMatch(
      /FAILED wrong\.yaml\n {2}✗ canary\.zero_ready_s > 0s\n {6}line 12: seen 0 > 0; replay with --seed 7\n/,
    );
    expect(stdout).toMatch(/\n3 passed, 1 failed in 2 files\n$/);
    expect(readFileSync(path("junit.xml"), "utf8")).toContain('tests="4" failures="1"');
  });

  test("tests what can be read and still ends with 2 when something cannot", async () => {
    write("broken.yaml", "apiVersion: drydock/v1\nname: [\n");
    const { code, stdout, stderr } = await drydock("test", "broken.yaml", "small.yaml");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^broken\.yaml:\d+:\d+: error /);
    expect(stdout).toContain("2 passed, 0 failed");
  });
});

describe("drydock check and drydock schema", () => {
  test("check says ok without rehearsing", async () => {
    const { code, stdout } = await drydock("check", "small.yaml");
    expect([code, stdout]).toEqual([0, "small.yaml: ok 2 strategies, 2 expectations\n"]);
  });

  test("schema is a JSON Schema that knows the fields of a scenario", async () => {
    const { code, stdout } = await drydock("schema");
    const schema = JSON.parse(stdout);
    expect([code, schema.$schema]).toEqual([0, "https://json-schema.org/draft/2020-12/schema"]);
    expect(Object.keys(schema.properties)).toEqual(
      expect.arrayContaining(["service", "traffic", "strategies", "expect"]),
    );
  });

  test("the help names the exit codes", async () => {
    const { code, stdout } = await drydock("--help");
    expect(code).toBe(0);
    expect(stdout).toContain("Exit codes: 0 ok, 1 an expectation failed, 2 bad input, 3 internal error.");
    expect(existsSync(path("small.yaml"))).toBe(true);
  });
});
