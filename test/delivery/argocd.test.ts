import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_RETRY, retryWaits, SELF_HEAL, selfHealRemaining } from "../../src/delivery/argocd/backoff.ts";
import { parseCron } from "../../src/delivery/argocd/cron.ts";
import { worst } from "../../src/delivery/argocd/health/health.ts";
import { objectHealth } from "../../src/delivery/argocd/health/objectHealth.ts";
import { syncOperation, WAVE_DELAY } from "../../src/delivery/argocd/syncOperation.ts";
import { canSync, readWindow } from "../../src/delivery/argocd/syncWindows.ts";
import { Kernel } from "../../src/kernel/kernel.ts";
import { Signal } from "../../src/kernel/process.ts";
import { SECOND } from "../../src/kernel/time.ts";

const seconds = (written: string) => Date.parse(written) / 1000;
const next = (schedule: string, after: string) => {
  const at = parseCron(schedule)?.next(seconds(after));
  return at === null || at === undefined ? at : new Date(at * 1000).toISOString();
};

describe("a schedule", () => {
  it("fires after the instant, never at it", () => {
    expect(next("0 22 * * *", "2026-03-10T22:00:00Z")).toBe("2026-03-11T22:00:00.000Z");
    expect(next("*/15 * * * *", "2026-03-10T22:00:30Z")).toBe("2026-03-10T22:15:00.000Z");
  });

  it("knows months, leap days and weekdays by name", () => {
    expect(next("0 0 29 feb *", "2026-03-01T00:00:00Z")).toBe("2028-02-29T00:00:00.000Z");
    expect(next("30 9 * * MON-FRI", "2026-03-13T10:00:00Z")).toBe("2026-03-16T09:30:00.000Z");
    expect(next("@weekly", "2026-03-10T00:00:00Z")).toBe("2026-03-15T00:00:00.000Z");
  });

  it("takes either of a day of the month and a weekday", () => {
    expect(next("0 0 13 * 5", "2026-03-07T00:00:00Z")).toBe("2026-03-13T00:00:00.000Z");
    expect(next("0 0 14 * 5", "2026-03-13T00:00:00Z")).toBe("2026-03-14T00:00:00.000Z");
  });

  it.each(["* 10 * * 7", "60 * * * *", "* * * *", "5-1 * * * *", "*/0 * * * *", "a * * * *", ""])(
    "is refused when it reads %j",
    (written) => {
      expect(parseCron(written)).toBeNull();
    },
  );

  it("fires in the minutes that its fields name, by the calendar of the platform", () => {
    const instant = fc.integer({ min: 0, max: 4_000_000_000 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 23 }), instant, (minute, hour, after) => {
        const at = parseCron(`${minute} ${hour} * * *`)?.next(after) ?? Number.NaN;
        const date = new Date(at * 1000);
        expect([date.getUTCMinutes(), date.getUTCHours(), date.getUTCSeconds()]).toEqual([minute, hour, 0]);
        expect(at - after).toBeGreaterThan(0);
        expect(at - after).toBeLessThanOrEqual(86_400);
      }),
    );
  });

  it("names the same first of a month as the calendar of the platform", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (after) => {
        const date = new Date(after * 1000);
        const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / 1000;
        expect(parseCron("0 0 1 * *")?.next(after)).toBe(first);
      }),
    );
  });
});

describe("a sync window", () => {
  const freeze = readWindow({
    kind: "deny",
    schedule: "0 16 * * 5",
    duration: "62h",
    manualSync: false,
    syncOverrun: true,
  });

  it("that permits overrun lets a sync finish which was allowed to start, and no new one begin", () => {
    if (freeze === null) throw new Error("the window cannot be read");
    const at = seconds("2026-03-13T16:10:00Z");
    const startedAt = seconds("2026-03-13T15:59:00Z");
    expect(canSync([freeze], { manual: false, startedAt }, at)).toBe(true);
    expect(canSync([freeze], { manual: false, startedAt: null }, at)).toBe(false);
    expect(canSync([freeze], { manual: false, startedAt: seconds("2026-03-13T16:05:00Z") }, at)).toBe(false);
  });
});

describe("waits between attempts", () => {
  it("of a failing sync are 10, 20, 40, 80 and 160 s", () => {
    expect(retryWaits(DEFAULT_RETRY).map((wait) => wait / SECOND)).toEqual([10, 20, 40, 80, 160]);
  });

  it("of self-heals grow to five minutes and are counted from the end of the last operation", () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((attempts) => selfHealRemaining(SELF_HEAL, attempts, 0) / SECOND);
    expect(waits).toEqual([0, 2, 6, 18, 54, 162, 300, 300, 300]);
    expect(selfHealRemaining(SELF_HEAL, 4, 50 * SECOND) / SECOND).toBe(4);
  });
});

describe("health", () => {
  it("of an Application is that of its worst object", () => {
    expect(worst(["Healthy", "Suspended", "Progressing"])).toBe("Progressing");
    expect(worst(["Degraded", "Healthy", "Missing"])).toBe("Degraded");
    expect(worst([])).toBe("Healthy");
  });

  it("is nothing a ConfigMap has, so that a sync goes on at once", () => {
    expect(objectHealth({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" } })).toBeNull();
  });
});

describe("a sync operation", () => {
  const task = (name: string, wave: number, phase: "Sync" | "SyncFail" = "Sync") => ({
    name,
    wave,
    phase,
    isHook: phase !== "Sync",
  });

  it("leaves two seconds between waves even when nothing has to be waited for", () => {
    const kernel = new Kernel("waves");
    const applied: [string, number][] = [];
    const hands = {
      waveDelay: WAVE_DELAY,
      apply: ({ name }: { readonly name: string }) => void applied.push([name, kernel.now / SECOND]),
      stateOf: () => "succeeded" as const,
      changed: new Signal(),
    };
    kernel.spawn(syncOperation([task("a", 0), task("b", 1), task("c", 2)], hands));
    kernel.run(60 * SECOND);
    expect(applied).toEqual([
      ["a", 0],
      ["b", 2],
      ["c", 4],
    ]);
  });

  it("that fails runs its SyncFail hooks before it is over, and nothing of later waves", () => {
    const kernel = new Kernel("fails");
    const applied: string[] = [];
    const hands = {
      waveDelay: WAVE_DELAY,
      apply: ({ name }: { readonly name: string }) => void applied.push(name),
      stateOf: ({ name }: { readonly name: string }) => (name === "a" ? ("failed" as const) : ("succeeded" as const)),
      changed: new Signal(),
    };
    const running = kernel.spawn(syncOperation([task("a", 0), task("b", 1), task("tell", 0, "SyncFail")], hands));
    kernel.run(60 * SECOND);
    expect(applied).toEqual(["a", "tell"]);
    expect(running.result).toBe("Failed");
  });
});
