import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { ROOT } from "../../scripts/packages.mjs";
import { builtCommand } from "./command.ts";

const { drydock, write, path } = builtCommand("cli-sweep");

const TINY = `apiVersion: drydock/v1
name: tiny
seed: 7
duration: 40s
warmup: 5s
releaseAt: 5s
service: {replicas: 2}
traffic: {rate: 5/s}
release: {faults: [errorShare: {share: 50%}]}
strategies: [rolling, recreate]
`;
const SWEEP = ["sweep", "tiny.yaml", "--vary", "traffic.rate=5/s..15/s:2", "--vary", "service.replicas=2,3"];
const PLAN = [...SWEEP, "--seeds", "3", "--threads", "1"];

beforeAll(() => write("tiny.yaml", TINY));

const partsOf = (folder: string) => readdirSync(path(folder)).filter((name) => /^part-.*\.jsonl$/.test(name));

/** Starts a shard and kills it without warning as soon as it has written a piece. */
function killedAfterAPiece(...args: readonly string[]): Promise<NodeJS.Signals | null> {
  return new Promise((resolve, reject) => {
    const main = join(ROOT, "test-results", "cli-sweep", "drydock.js");
    const child = spawn(process.execPath, [main, ...args], { cwd: path("."), stdio: "ignore" });
    const folder = args[args.indexOf("--out") + 1] ?? "";
    const watching = setInterval(() => {
      try {
        if (partsOf(folder).length > 0) child.kill("SIGKILL");
      } catch {
        // The folder is not there yet.
      }
    }, 5);
    child.on("error", reject);
    child.on("close", (_code, signal) => {
      clearInterval(watching);
      resolve(signal);
    });
  });
}

describe("drydock sweep and drydock merge", () => {
  test("give the same bytes however the sweep was cut, in whatever order, and in one go", async () => {
    const whole = await drydock(...PLAN, "--csv");
    expect([whole.code, whole.stderr]).toEqual([0, ""]);
    expect(whole.stdout.split("\r\n")[0]).toBe("traffic.rate,service.replicas,strategy,seed,result,measure,value");
    for (const shard of ["2/3", "0/3"]) await drydock(...PLAN, "--shard", shard, "--out", "a");
    await drydock(...PLAN, "--shard", "1/3", "--out", "b");
    for (const shard of ["1/2", "0/2"]) await drydock(...PLAN, "--shard", shard, "--out", "c");
    for (const folders of [["b", "a"], ["c"]]) {
      const merged = await drydock("merge", ...folders, "--csv");
      expect(merged.stderr).toBe("");
      expect(merged.stdout).toBe(whole.stdout);
    }
    const missing = await drydock("merge", "a");
    expect([missing.code, missing.stderr]).toEqual([
      2,
      "a: error incomplete: 4 of 12 cells are missing, the first is 1. Run the shards that did not end.\n",
    ]);
  });

  test("lose nothing and count nothing twice when a shard is killed and started again", async () => {
    const shard = [...PLAN, "--shard", "0/1", "--out", "killed"];
    expect(await killedAfterAPiece(...shard)).toBe("SIGKILL");
    const before = partsOf("killed");
    expect(before).toHaveLength(1);
    writeFileSync(join(path("killed"), "part-11-00000000.jsonl.9-abc.partial"), '{"cell":');
    expect((await drydock("merge", "killed")).code).toBe(2);
    const again = await drydock(...shard);
    expect(again.stdout).toMatch(/^killed: 4 cells done now, 8 before, of 12 here and 12 in all\n$/);
    const [merged, whole] = [await drydock("merge", "killed", "--json"), await drydock(...PLAN, "--json")];
    expect(merged.stdout).toBe(whole.stdout);
    const { cells } = JSON.parse(merged.stdout);
    expect(cells).toHaveLength(12);
    expect((await drydock(...shard)).stdout).toContain("0 cells done now, 12 before");
  });

  test("do not mix sweeps, versions or damaged pieces", async () => {
    await drydock(...PLAN, "--shard", "0/12", "--out", "d");
    const other = await drydock(...SWEEP, "--seeds", "7", "--shard", "0/12", "--out", "d");
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining("d: error another-sweep: ")]);
    const [part = ""] = partsOf("d");
    const file = join(path("d"), part);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.slice(0, -40));
    const damaged = await drydock("merge", "d");
    expect([damaged.code, damaged.stderr]).toEqual([2, expect.stringContaining("error not-a-piece")]);
    writeFileSync(file, text.replace(/"engine":"[^"]*"/, '"engine":"0.0.0"'));
    expect((await drydock("merge", "d")).stderr).toContain("error another-version");
  });

  test("tell means by combination and strategy, and refuse what cannot be swept", async () => {
    const { stdout } = await drydock(...SWEEP, "--seeds", "2", "--strategy", "rolling");
    expect(stdout.split("\n").filter((line) => line.includes("| rolling |"))).toHaveLength(4);
    expect(stdout).toContain("4 combinations, 2 seeds each");
    const field = await drydock("sweep", "tiny.yaml", "--vary", "traffic.rte=1/s,2/s");
    expect([field.code, field.stderr]).toEqual([2, expect.stringContaining('Did you mean "rate"?')]);
    const shard = await drydock(...PLAN, "--shard", "3/3", "--out", "e");
    expect([shard.code, shard.stderr]).toEqual([2, expect.stringContaining("i/n with i from 0")]);
    const where = await drydock(...PLAN, "--shard", "0/3");
    expect(where.stderr).toBe("--shard: error wrong-flag: It needs a folder for its pieces. Write --out DIR.\n");
    const large = await drydock(
      "sweep",
      "tiny.yaml",
      "--vary",
      "service.replicas=1..9:500",
      "--vary",
      "traffic.rate=1/s,2/s,3/s",
    );
    expect(large.stderr).toContain("error limit-exceeded: --vary makes 1500 combinations; stay within 1000.");
  });

  test("write an Indexed Job whose pods are the shards, and the file its image is built from", async () => {
    const { code } = await drydock(...PLAN, "--as", "kubernetes-job", "--shards", "2", "--out", "cluster");
    expect(code).toBe(0);
    const documents = parseAllDocuments(readFileSync(join(path("cluster"), "job.yaml"), "utf8")).map((one) =>
      one.toJS(),
    );
    expect(documents.map(({ kind }) => kind)).toEqual(["ConfigMap", "PersistentVolumeClaim", "Job", "Job"]);
    const [config, , job, merge] = documents;
    expect(job.spec).toMatchObject({ completionMode: "Indexed", completions: 2, parallelism: 2 });
    const { args } = job.spec.template.spec.containers[0];
    expect(args.slice(0, 2)).toEqual(["sweep", "/sweep/scenario.yaml"]);
    expect(merge.spec.template.spec.containers[0].args.slice(0, 2)).toEqual(["merge", "/results"]);
    expect(parse(config.data["scenario.yaml"])).toEqual(parse(TINY));
    expect(readFileSync(join(path("cluster"), "Containerfile"), "utf8")).toContain('ENTRYPOINT ["drydock"]');
    // As the pods would run it.
    const own = (index: number) =>
      args.map((arg: string) =>
        arg
          .replace("/sweep/scenario.yaml", "tiny.yaml")
          .replace("/results", "pods")
          .replace("$(JOB_COMPLETION_INDEX)", `${index}`),
      );
    for (const index of [1, 0]) expect((await drydock(...own(index))).stderr).toBe("");
    expect((await drydock("merge", "pods", "--csv")).stdout).toBe((await drydock(...PLAN, "--csv")).stdout);
  });
});

describe("--timeout", () => {
  test("ends a command that takes longer, and says with which flag it may", async () => {
    write("long.yaml", TINY.replace("duration: 40s", "duration: 1h").replace("rate: 5/s", "rate: 2000/s"));
    const { code, stderr } = await drydock("compare", "long.yaml", "--timeout", "300ms", "--out", "long.txt");
    // Deep in a rehearsal it is ended by a signal, and has no code then.
    expect([2, null]).toContain(code);
    expect(stderr).toContain("error timeout: It was not done within 300ms.");
    expect(stderr).toContain("--timeout");
    expect(readdirSync(path(".")).filter((name) => name.startsWith("long.txt"))).toEqual([]);
    const wrong = await drydock("compare", "long.yaml", "--timeout", "5");
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("--timeout")]);
  });
});
