import { beforeEach, describe, expect, test, vi } from "vitest";
import { editScenario } from "../../src/scenario/edit.ts";
import { type App, resetAll, setKnob, setSeed, toggleStrategy } from "../../src/web/app.ts";
import { addFault, killPod, moveFault, placedFaults, removeFault } from "../../src/web/faults.ts";
import { ghostAfter, ghostOf } from "../../src/web/ghost.ts";
import { redo, undo } from "../../src/web/history.ts";
import { createPlayer } from "../../src/web/player.ts";
import { createPageStore, type PageState, type Result } from "../../src/web/store.ts";
import { PALETTE_FAULTS } from "../../src/web/views/faults/palette.ts";
import { worldOf } from "../../src/web/world.ts";
import { comparison, models } from "./rehearsed.ts";

const result = {
  comparison,
  lanes: models,
  shownStrategies: ["rolling", "canary"],
  ownFaults: [
    { kind: "podKill", at: 60_000_000 },
    { kind: "nodeFailure", at: null },
  ],
} as unknown as Result;

function pageOn(): App & { readonly rehearsed: () => number } {
  const store = createPageStore({
    preset: "bad-release",
    ownText: null,
    wantedStrategies: null,
    strategies: [{ name: "rolling" }, { name: "canary" }],
    changes: {},
    faults: null,
    seed: "",
    past: [],
    future: [],
    lastMove: null,
    remark: null,
    ghost: null,
    result,
    lanesOff: [1],
  } as unknown as PageState);
  const player = createPlayer(1);
  player.load({ start: 30_000_000, end: 330_000_000 });
  let count = 0;
  return {
    store,
    player,
    rehearse: () => {
      count++;
    },
    stopSeeds: () => {},
    rehearsed: () => count,
  };
}

const world = ({ store }: App) => worldOf(store.getState());

beforeEach(() => {
  vi.useFakeTimers();
});

describe("the history of a page", () => {
  test("takes every kind of change back, one by one, and does it again", () => {
    const app = pageOn();
    const worlds = [world(app)];
    const changes = [
      () => setKnob(app, "replicas", 5),
      () => setSeed(app, "43"),
      () => toggleStrategy(app, "canary"),
      () => addFault(app, { kind: "podKill", at: 1_000_000 }),
      () => resetAll(app),
    ];
    for (const change of changes) {
      change();
      worlds.push(world(app));
    }
    for (const before of worlds.slice(0, -1).reverse()) {
      undo(app);
      expect(world(app)).toEqual(before);
    }
    undo(app);
    for (const after of worlds.slice(1)) {
      redo(app);
      expect(world(app)).toEqual(after);
    }
    redo(app);
    expect(app.rehearsed()).toBe(3 * changes.length);
  });

  test("makes one step of a slider that is dragged, and another one of a slider that is taken up again", () => {
    const app = pageOn();
    for (const replicas of [6, 7, 8]) {
      vi.advanceTimersByTime(100);
      setKnob(app, "replicas", replicas);
    }
    vi.advanceTimersByTime(5000);
    setKnob(app, "replicas", 9);
    undo(app);
    expect(world(app).changes).toEqual({ replicas: 8 });
    undo(app);
    expect(world(app).changes).toEqual({});
  });

  test("forgets what was undone when something else is changed", () => {
    const app = pageOn();
    setSeed(app, "43");
    undo(app);
    setSeed(app, "44");
    redo(app);
    expect(world(app).seed).toBe("44");
  });

  test("looks at other lanes afresh when strategies come back", () => {
    const app = pageOn();
    toggleStrategy(app, "canary");
    app.store.setState({ lanesOff: [0] });
    undo(app);
    expect(app.store.getState().lanesOff).toEqual([]);
  });
});

describe("faults placed by hand", () => {
  test("are the scenario's own until one is changed; then all others stay as they are written", () => {
    const app = pageOn();
    moveFault(app, 0, 12_340_000);
    expect(world(app).faults).toEqual([
      { own: 0, at: 12_300_000 },
      { own: 1, at: null },
    ]);
    expect(placedFaults(app.store.getState())).toEqual([
      { index: 0, kind: "podKill", at: 12_300_000 },
      { index: 1, kind: "nodeFailure", at: null },
    ]);
    removeFault(app, 0);
    expect(world(app).faults).toEqual([{ own: 1, at: null }]);
  });

  test("stay within the run", () => {
    const app = pageOn();
    addFault(app, { kind: "podKill", at: 5_000_000 });
    moveFault(app, 2, -1);
    expect(placedFaults(app.store.getState())[2]?.at).toBe(0);
    moveFault(app, 2, 9e15);
    expect(placedFaults(app.store.getState())[2]?.at).toBe(300_000_000);
  });

  test("kill a pod at the time on show, and say so until the next change", () => {
    const app = pageOn();
    app.player.seek(75_000_000);
    killPod(app, "web-1");
    expect(world(app).faults?.at(-1)).toEqual({ added: "podKill", at: 45_000_000, parameters: { pod: "web-1" } });
    expect(app.store.getState().remark).toEqual({ about: "killed", pod: "web-1", at: 45_000_000 });
    undo(app);
    expect(app.store.getState().remark).toBeNull();
  });

  test.each(PALETTE_FAULTS)("of the palette need nothing but a time: %s", (kind) => {
    const edited = editScenario(comparison.scenario, { faults: [{ added: kind, at: 90_000_000, parameters: {} }] });
    expect(edited.problems).toEqual([]);
  });
});

describe("the result before a change", () => {
  const kept = (ghost: Result | null, before: Result | null) =>
    ghostAfter({ ghost, result: before } as PageState, result);
  const older = { ...result };

  test("is the one on show when the first of several changes began", () => {
    expect(kept(null, older)).toBe(older);
    expect(kept(older, { ...result })).toBe(older);
  });

  test("is nothing at first, and nothing when it was of another scenario", () => {
    expect(kept(null, null)).toBeNull();
    const other = { ...result, comparison: { ...comparison, scenario: { ...comparison.scenario, name: "other" } } };
    expect(kept(null, other)).toBeNull();
  });

  test("has a lane for each strategy that was there before, over the same time", () => {
    const [first] = models;
    if (first === undefined) throw new Error("a comparison has lanes");
    expect(ghostOf(result, first)).toBe(first);
    const renamed = { ...first, lane: { ...first.lane, strategy: "other" } };
    expect(ghostOf(result, renamed)).toBeUndefined();
    expect(ghostOf(null, first)).toBeUndefined();
  });
});
