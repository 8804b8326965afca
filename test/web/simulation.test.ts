import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createBackground } from "../../src/web/simulation/background.ts";
import { createLatestWins } from "../../src/web/simulation/latest.ts";
import { isAnswer, type Question, type Rehearsal } from "../../src/web/simulation/messages.ts";
import { createWorkerLine, type Reply } from "../../src/web/simulation/workerLine.ts";

/** A worker at the other end of the line, answered by hand. */
class Scripted extends EventTarget {
  readonly asked: Question[] = [];
  terminated = false;

  postMessage(question: Question): void {
    this.asked.push(question);
  }

  terminate(): void {
    this.terminated = true;
  }

  say(data: unknown): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  die(message: string): void {
    this.dispatchEvent(Object.assign(new Event("error", { cancelable: true }), { message }));
  }
}

const workers: Scripted[] = [];
const open = (): Worker => {
  const worker = new Scripted();
  workers.push(worker);
  return worker as unknown as Worker;
};
const latest = (): Scripted => {
  const worker = workers[workers.length - 1];
  if (worker === undefined) throw new Error("no worker was opened");
  return worker;
};
const wish = (seed: string): Rehearsal => ({
  preset: "bad-release",
  ownText: null,
  strategies: null,
  changes: {},
  faults: null,
  field: null,
  seed,
});
const lastId = (): number => latest().asked.at(-1)?.id ?? 0;
const problems = () => latest().say({ kind: "problems", id: lastId(), problems: [] });

beforeEach(() => {
  workers.length = 0;
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe("the line to the worker", () => {
  test("opens one worker and keeps it", () => {
    const line = createWorkerLine(5, open);
    const replies: Reply["kind"][] = [];
    line.ask({ kind: "catalogue" }, ({ kind }) => replies.push(kind));
    latest().say({ kind: "catalogue", id: lastId(), entries: [], strategies: [] });
    line.ask({ kind: "catalogue" }, ({ kind }) => replies.push(kind));
    latest().say({ kind: "catalogue", id: lastId(), entries: [], strategies: [] });
    expect(replies).toEqual(["catalogue", "catalogue"]);
    expect(workers).toHaveLength(1);
  });

  test("takes no answer to an older question, and nothing that is no answer", () => {
    const line = createWorkerLine(5, open);
    const replies: Reply["kind"][] = [];
    line.ask({ kind: "catalogue" }, () => replies.push("crash"));
    line.ask({ kind: "catalogue" }, ({ kind }) => replies.push(kind));
    latest().say({ kind: "catalogue", id: 1, entries: [], strategies: [] });
    latest().say("hello");
    latest().say({ kind: "surprise", id: 2 });
    expect(replies).toEqual([]);
    latest().say({ kind: "catalogue", id: 2, entries: [], strategies: [] });
    expect(replies).toEqual(["catalogue"]);
  });

  test("ends a worker that gives no answer in time, and opens another for the next question", () => {
    const line = createWorkerLine(5, open);
    const replies: Reply[] = [];
    line.ask({ kind: "compare", rehearsal: wish("1") }, (reply) => replies.push(reply));
    vi.advanceTimersByTime(5000);
    expect(replies).toEqual([{ kind: "timeout", seconds: 5 }]);
    expect([latest().terminated, line.busy]).toEqual([true, false]);
    line.ask({ kind: "compare", rehearsal: wish("2") }, () => {});
    expect(workers).toHaveLength(2);
  });

  test("tells of a worker that died", () => {
    const line = createWorkerLine(5, open);
    const replies: Reply[] = [];
    line.ask({ kind: "compare", rehearsal: wish("1") }, (reply) => replies.push(reply));
    latest().die("out of memory");
    expect(replies).toMatchObject([{ kind: "crash", message: "out of memory" }]);
    expect(latest().terminated).toBe(true);
  });
});

describe("live rehearsals", () => {
  test("skip the wishes between the one under way and the last one", () => {
    const done: string[] = [];
    let idle = 0;
    const live = createLatestWins(createWorkerLine(5, open), {
      onCompared: () => {},
      onFailed: (_, { seed }) => done.push(seed),
      onIdle: () => idle++,
    });
    for (const seed of ["1", "2", "3", "4"]) live.request(wish(seed));
    problems();
    expect([done, idle]).toEqual([["1"], 0]);
    problems();
    expect([done, idle]).toEqual([["1", "4"], 1]);
    expect(latest().asked).toHaveLength(2);
  });

  test("go on after a failure", () => {
    const failures: string[] = [];
    const live = createLatestWins(createWorkerLine(5, open), {
      onCompared: () => {},
      onFailed: ({ kind }) => failures.push(kind),
      onIdle: () => {},
    });
    live.request(wish("1"));
    vi.advanceTimersByTime(5000);
    live.request(wish("2"));
    problems();
    expect(failures).toEqual(["timeout", "problems"]);
  });
});

describe("the seeds in the background", () => {
  const background = () => {
    const seeds: string[] = [];
    const made = createBackground([createWorkerLine(5, open)], {
      onReplicated: (came) => seeds.push(...came.map(({ seed }) => seed)),
      onStopped: () => seeds.push("stopped"),
      onCatalogue: () => {},
    });
    return { made, seeds };
  };
  const catalogue = () => latest().say({ kind: "catalogue", id: lastId(), entries: [], strategies: [] });
  const replicated = (seed: string) => latest().say({ kind: "replicated", id: lastId(), seed, lanes: [] });

  test("begin when the person has paused, and come one by one", () => {
    const { made, seeds } = background();
    made.start(wish("42"), 2);
    expect(workers).toHaveLength(0);
    vi.advanceTimersByTime(1000);
    catalogue();
    replicated("42.1");
    expect(latest().asked.filter(({ kind }) => kind === "replicate")).toHaveLength(2);
    replicated("42.2");
    expect(seeds).toEqual(["42.1", "42.2"]);
    expect(latest().asked.filter(({ kind }) => kind === "replicate")).toHaveLength(2);
  });

  test("come in their order from two lines, whichever is quicker, and those that come together are handed on together", () => {
    const batches: string[][] = [];
    const made = createBackground([createWorkerLine(5, open), createWorkerLine(5, open)], {
      onReplicated: (came) => batches.push(came.map(({ seed }) => seed)),
      onStopped: () => {},
      onCatalogue: () => {},
    });
    made.start(wish("42"), 4);
    vi.advanceTimersByTime(1000);
    catalogue();
    const [one, two] = workers;
    if (one === undefined || two === undefined) throw new Error("two lines, two workers");
    const finish = (worker: Scripted, seed: string) =>
      worker.say({ kind: "replicated", id: worker.asked.at(-1)?.id, seed, lanes: [] });
    finish(two, "42.2");
    vi.advanceTimersByTime(1000);
    expect(batches).toEqual([]);
    finish(two, "42.3");
    finish(one, "42.1");
    finish(two, "42.4");
    expect(batches).toEqual([["42.1", "42.2", "42.3", "42.4"]]);
    expect(one.asked.length + two.asked.length).toBe(5);
  });

  test("end with the first seed that gives no measures", () => {
    const { made, seeds } = background();
    made.start(wish("42"), 3);
    vi.advanceTimersByTime(1000);
    catalogue();
    replicated("42.1");
    vi.advanceTimersByTime(5000);
    expect(seeds).toEqual(["42.1", "stopped"]);
    expect(latest().asked.filter(({ kind }) => kind === "replicate")).toHaveLength(2);
  });

  test("stop at once: what was under way is not counted", () => {
    const { made, seeds } = background();
    made.start(wish("42"), 5);
    vi.advanceTimersByTime(1000);
    catalogue();
    made.stop();
    replicated("42.1");
    vi.advanceTimersByTime(5000);
    expect(seeds).toEqual([]);
  });
});

test("an answer is known by its kind and number", () => {
  expect(isAnswer({ kind: "compared", id: 1 })).toBe(true);
  for (const data of [null, 1, "x", {}, { kind: "compared" }, { kind: "x", id: 1 }]) expect(isAnswer(data)).toBe(false);
});
