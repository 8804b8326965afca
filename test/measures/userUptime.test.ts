import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measure } from "../../src/measures/measure.ts";
import {
  followedUsers,
  inactivityCutoff,
  type UserHistory,
  userHistories,
  userUptime,
  windowedUserUptime,
} from "../../src/measures/userUptime.ts";
import { handmade } from "../record/handmade.ts";

const ok = (at: number) => ({ at, ok: true });
const failed = (at: number) => ({ at, ok: false });

const anyHistory: fc.Arbitrary<UserHistory> = fc
  .array(fc.record({ at: fc.nat({ max: 200 }), ok: fc.boolean() }), { maxLength: 8 })
  .map((events) => events.sort((a, b) => a.at - b.at));
const anyHistories = fc.array(anyHistory, { maxLength: 4 });

describe("user uptime", () => {
  it("lets an answer hold until the next, or until the user counts as away", () => {
    expect(userUptime([[ok(0), failed(10), ok(300)]], 60)).toEqual({ up: 10, down: 60 });
  });

  it("opens nothing after a user's last request", () => {
    expect(userUptime([[failed(5)], [ok(7)]], 60)).toEqual({ up: 0, down: 0 });
  });

  it("takes the 99th percentile of the time between requests as the cutoff", () => {
    const history = Array.from({ length: 101 }, (_, i) => ok(i < 100 ? i : 1000));
    expect(inactivityCutoff([history])).toBe(1);
    expect(inactivityCutoff([[ok(0)], [ok(4), ok(9)]])).toBe(5);
    expect(inactivityCutoff([[ok(3)]])).toBeNull();
  });
});

describe("windowed user uptime", () => {
  it("sees the whole depth of an outage that is as long as the window", () => {
    const history = [ok(0), failed(100), ok(110), ok(200)];
    expect(windowedUserUptime([history], 1000, 10)).toBe(0);
    expect(windowedUserUptime([history], 1000, 20)).toBe(0.5);
    expect(windowedUserUptime([history], 1000, 200)).toBe(0.95);
  });

  it("tells one long outage from many short ones of the same weight", () => {
    const oneLong = [ok(0), failed(100), ok(150), ok(300)];
    const fiveShort = [ok(0), ...[50, 100, 150, 200, 250].flatMap((at) => [failed(at), ok(at + 10)]), ok(300)];
    expect(userUptime([oneLong], 1000)).toEqual(userUptime([fiveShort], 1000));
    expect(windowedUserUptime([oneLong], 1000, 60)).toBeLessThan(windowedUserUptime([fiveShort], 1000, 60) ?? 0);
  });

  it("is the worst of all positions, as trying every one of them shows", () => {
    fc.assert(
      fc.property(
        anyHistories,
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 1, max: 120 }),
        (histories, cutoff, width) => {
          const at = (t: number) =>
            histories.flatMap((history) =>
              history.slice(1).flatMap((next, i) => {
                const event = history[i] ?? next;
                return event.at <= t && t < Math.min(next.at, event.at + cutoff) ? [event.ok] : [];
              }),
            );
          const ends = histories.flatMap((history) =>
            history.slice(1).flatMap((next, i) => {
              const start = history[i]?.at ?? next.at;
              return [start, Math.min(next.at, start + cutoff)];
            }),
          );
          const [first, last] = [Math.min(...ends), Math.max(...ends)];
          let worst: number | null = null;
          for (let start = first; start <= Math.max(first, last - width) && ends.length > 0; start++) {
            const states = Array.from({ length: width }, (_, i) => at(start + i)).flat();
            if (states.length === 0) continue;
            const ratio = states.filter(Boolean).length / states.length;
            if (worst === null || ratio < worst) worst = ratio;
          }
          const told = windowedUserUptime(histories, cutoff, width);
          if (worst === null) expect(told).toBeNull();
          else expect(told).toBeCloseTo(worst, 9);
        },
      ),
    );
  });

  it("is the plain user uptime when the window holds everything", () => {
    fc.assert(
      fc.property(anyHistories, (histories) => {
        const { up, down } = userUptime(histories, 50);
        const told = windowedUserUptime(histories, 50, 1000);
        if (up + down === 0) expect(told).toBeNull();
        else expect(told).toBeCloseTo(up / (up + down), 12);
      }),
    );
  });
});

describe("user uptime of a run", () => {
  it("is told from the whole histories of the users that were followed", () => {
    const run = handmade({ seconds: 2, traffic: () => ({ ok: 1, error: 1 }) });
    const followed = {
      ...run,
      traffic: {
        ...run.traffic,
        users: { ...run.traffic.users, requests: Uint32Array.of(4, 0, 9, 1) },
        histories: {
          user: Uint32Array.of(0, 0, 0, 0, 3),
          arrivedAt: Float64Array.of(0, 500_000, 1_000_000, 1_500_000, 1_600_000),
          outcome: Int8Array.of(0, 2, 0, -1, 0),
        },
      },
    };
    expect(userHistories(followed)).toEqual([[ok(0), failed(500_000), ok(1_000_000)], [ok(1_600_000)]]);
    expect(followedUsers(followed)).toEqual({ followed: 2, of: 3 });
    expect(measure(followed, run).user_uptime).toBe(0.5);
    expect(measure(run, run).user_uptime).toBeNull();
  });
});
