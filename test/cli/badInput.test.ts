import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { builtCommand, SMALL } from "./command.ts";

const { drydock, interrupted, write, path } = builtCommand("cli-bad-input");

beforeAll(() => {
  write("small.yaml", SMALL);
  write("typo.yaml", SMALL.replace("traffic: {rate: 50/s}", "traffic: {rate: 50}\nreplica: 3"));
  write("utf16.yaml", Buffer.from("\ufeffapiVersion: drydock/v1", "utf16le"));
  write("latin1.yaml", Buffer.concat([Buffer.from("# 한\nname: "), Buffer.from([0xff, 0x0a])]));
  write("large.yaml", `# ${"x".repeat(1_048_577)}`);
  write("\x1b[2J.yaml", "name: [");
  mkdirSync(path("empty"));
  symlinkSync("/dev/zero", path("endless.yaml"));
  execFileSync("mkfifo", [path("fifo.yaml")]);
});

describe("bad input ends with 2, with words on stderr, nothing on stdout and no stack", () => {
  test.each<[string, string[], RegExp]>([
    ["a file that is not there", ["compare", "nosuch.yaml"], /^nosuch\.yaml: error cannot-read: There is no such file/],
    ["a folder", ["compare", "empty"], /^empty: error not-a-file: /],
    ["a device", ["compare", "endless.yaml"], /^endless\.yaml: error not-a-file: /],
    ["a pipe", ["compare", "fifo.yaml"], /^fifo\.yaml: error not-a-file: /],
    [
      "a file too large",
      ["compare", "large.yaml"],
      /^large\.yaml: error limit-exceeded: 1048579 bytes; at most 1048576/,
    ],
    ["UTF-16", ["compare", "utf16.yaml"], /^utf16\.yaml: error not-utf8: The file is UTF-16\. Save it as UTF-8\./],
    [
      "a byte that is no UTF-8",
      ["compare", "latin1.yaml"],
      /^latin1\.yaml:2:7: error not-utf8: Byte 12 is not UTF-8\./,
    ],
    ["an unknown flag", ["compare", "small.yaml", "--sede", "3"], /unknown option '--sede'\n\(Did you mean --seed\?\)/],
    ["an unknown command", ["compair", "small.yaml"], /unknown command 'compair'\n\(Did you mean compare\?\)/],
    ["no command", [], /^Usage: drydock/],
    ["no file", ["compare"], /missing required argument 'file'/],
    ["no number of seeds", ["compare", "small.yaml", "--seeds", "0"], /a whole number from 1 to/],
    ["no strategy to run", ["run", "small.yaml"], /required option '--strategy <name>' not specified/],
    [
      "an unknown strategy",
      ["run", "small.yaml", "--strategy", "canery"],
      /has no strategy "canery"\. Did you mean canary\?/,
    ],
    ["a folder without scenarios", ["test", "empty"], /^empty: error no-scenarios: /],
    [
      "an output folder that is not there",
      ["run", "small.yaml", "--strategy", "rolling", "--out", "no/x"],
      /^no\/x: error cannot-write: There is no such/,
    ],
  ])("%s", async (_what, args, words) => {
    const { code, stdout, stderr } = await drydock(...args);
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/^ +at /m);
    expect([code, stdout]).toEqual([2, ""]);
  });

  test("every mistake of a scenario at once, each with file, line and column and what to do", async () => {
    const { code, stdout, stderr } = await drydock("check", "typo.yaml");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^typo\.yaml:8:17: error .*50.*\/s/m);
    expect(stderr).toMatch(/^typo\.yaml:9:1: error .*replica/m);
  });

  test("a file name cannot speak to the terminal", async () => {
    const { stderr } = await drydock("check", "\x1b[2J.yaml");
    expect(stderr).toMatch(/^\\x1b\[2J\.yaml:/);
  });
});

test("an interrupted run leaves nothing behind", async () => {
  const { code } = await interrupted("compare", "small.yaml", "--seeds", "10000", "--json", "--out", "huge.json");
  expect(code).not.toBe(0);
  expect(readdirSync(path(".")).filter((file) => file.includes("huge"))).toEqual([]);
});
