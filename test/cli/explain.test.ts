import { beforeAll, describe, expect, test } from "vitest";
import { builtCommand, SMALL } from "./command.ts";

const { drydock, write } = builtCommand("cli-explain");
beforeAll(() => write("small.yaml", SMALL));

const explain = (...question: readonly string[]) =>
  drydock("explain", "small.yaml", "--strategy", "canary", ...question);

describe("drydock explain", () => {
  test("tells why the worst request failed, back to the release", async () => {
    const { code, stdout, stderr } = await explain("--request", "worst");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^Request \d+ of the sample, user \d+: /);
    expect(stdout).toContain("There is a fault in the version of its pod.");
    expect(stdout).toMatch(
      /fault started: errorShare +event \d+\n.*release submitted +event \d+\nIt began with the release\./,
    );
  });

  test("speaks Korean, too", async () => {
    const { stdout } = await explain("--request", "worst", "--lang", "ko");
    expect(stdout).toContain("릴리스에서 비롯되었습니다.");
    expect(stdout).not.toMatch(/release submitted|because/);
  });

  test("tells of an event, a pod and a moment, each found by what another command printed", async () => {
    const run = JSON.parse((await drydock("run", "small.yaml", "--strategy", "canary", "--json")).stdout);
    const events: readonly { id: number; kind: string; subject: string }[] = run.strategies.canary.events;
    const aborted = events.find(({ kind }) => kind === "rolloutAborted");
    const created = events.find(({ kind }) => kind === "podCreated");
    expect((await explain("--event", String(aborted?.id))).stdout).toMatch(
      /rollout aborted.*\n(.*\n)*.*release submitted/,
    );
    expect((await explain("--pod", created?.subject ?? "")).stdout).toMatch(/^Pod small-\w+-0, version v2\n/);
    expect((await explain("--at", "90s")).stdout).toMatch(/^At 90\.000 s\nv1: .*\nv2: .*\n/);
  });

  test("gives the same as data, with the sentences", async () => {
    const { stdout } = await explain("--request", "worst", "--json");
    const { schema, about, request, chain } = JSON.parse(stdout);
    expect([schema, about, request.reason]).toEqual(["drydock/explanation/v1", "request", "faultyVersion"]);
    expect(chain.links.at(-1)).toMatchObject({ kind: "releaseSubmitted", cause: null, sentence: "release submitted" });
    expect(chain.root).toBe(chain.links.at(-1).id);
  });

  test.each<[string, string[], RegExp]>([
    ["no question", [], /^error one-question: Nothing is asked\. Give one of --pod, --event, --request, --at\.\n$/],
    ["two questions", ["--event", "3", "--at", "3s"], /^error one-question: 2 questions are asked at once\./],
    ["an event that is not there", ["--event", "99999"], /^small\.yaml: error not-in-the-run: .* 0 … \d+\.\n$/],
    ["a pod that is not there", ["--pod", "x"], /^small\.yaml: error not-in-the-run: The run has no such pod\./],
    ["a request that is not there", ["--request", "99999999"], /no such request\. It has 0 … \d+\.\n$/],
    ["a time after the end", ["--at", "9h"], /It ends 120 s after the start of the window\.\n$/],
    ["a time without a unit", ["--at", "9"], /needs a unit/],
    ["a language it does not speak", ["--at", "9s", "--lang", "fr"], /Allowed choices are en, ko/],
  ])("refuses %s", async (_what, question, words) => {
    const { code, stdout, stderr } = await explain(...question);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(words);
  });
});
