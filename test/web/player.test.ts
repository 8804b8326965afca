import { describe, expect, test } from "vitest";
import { SECOND } from "../../src/kernel/time.ts";
import { createPlayer } from "../../src/web/player.ts";

function loaded() {
  const player = createPlayer(20);
  player.load({ start: 30 * SECOND, end: 90 * SECOND });
  return player;
}

describe("the player", () => {
  test("stands at the start of what was loaded and does not move by itself", () => {
    const player = loaded();
    expect(player.at).toBe(30 * SECOND);
    player.advance(40);
    expect(player.at).toBe(30 * SECOND);
  });

  test("moves by the viewer's time multiplied by the speed", () => {
    const player = loaded();
    player.play();
    player.advance(40);
    expect(player.at).toBe(30 * SECOND + 40 * 1000 * 20);
  });

  test("does not jump after a long pause of the machine", () => {
    const player = loaded();
    player.play();
    player.advance(10_000);
    expect(player.at).toBe(31 * SECOND);
  });

  test("pauses at the end, and plays from the start again", () => {
    const player = loaded();
    player.seek(90 * SECOND - 1);
    player.play();
    player.advance(16);
    expect([player.at, player.playing]).toEqual([90 * SECOND, false]);
    player.play();
    expect([player.at, player.playing]).toEqual([30 * SECOND, true]);
  });

  test("stays within the run, wherever it is sent", () => {
    const player = loaded();
    player.seek(-5);
    expect(player.at).toBe(30 * SECOND);
    player.seek(1e12);
    expect(player.at).toBe(90 * SECOND);
  });

  test("keeps its place when a new result of the same length comes", () => {
    const player = loaded();
    player.seek(50 * SECOND);
    player.load({ start: 30 * SECOND, end: 90 * SECOND });
    expect(player.at).toBe(50 * SECOND);
    player.load({ start: 30 * SECOND, end: 40 * SECOND });
    expect(player.at).toBe(40 * SECOND);
  });

  test("has nothing to play before a run is loaded", () => {
    const player = createPlayer(1);
    player.play();
    expect(player.playing).toBe(false);
  });

  test("tells its listeners what changed until they leave", () => {
    const player = loaded();
    const heard: string[] = [];
    const leave = player.subscribe((change) => heard.push(change));
    player.play();
    player.advance(16);
    player.seek(40 * SECOND);
    player.setSpeed(5);
    leave();
    player.pause();
    expect(heard).toEqual(["state", "tick", "seek", "state"]);
  });
});
