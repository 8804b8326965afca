import { describe, expect, it } from "vitest";
import { EVENT_CLASS } from "../../src/kernel/calendar.ts";
import { Kernel } from "../../src/kernel/kernel.ts";
import { SECOND } from "../../src/kernel/time.ts";
import { errorRatioQuery } from "../../src/observe/errorRatio.ts";
import { createWatch, type Watch } from "../../src/observe/watch.ts";
import type { EventKind } from "../../src/record/events.ts";
import { OUTCOME_COUNT, OUTCOMES } from "../../src/record/run.ts";
import { flowOf, monitoringOf, NOTHING, observe } from "./fluid.ts";

const calm = flowOf(100, { before: 0.01, after: 0.01, at: 0 });
const broken = flowOf(100, { before: 0.01, after: 0.21, at: 100 });

/** The error ratio at present, over 30 s unless told otherwise. */
function ratio(watch: Watch, version: string | null = null, minRequests = 0): number | null {
  return watch.prepare(errorRatioQuery({ version, window: 30 * SECOND, minRequests })).ask()[0]?.value ?? null;
}

describe("the error ratio that is seen", () => {
  it("is null until two scrapes are in the window", () => {
    const { kernel, watch } = observe(monitoringOf(), { old: calm, new: NOTHING });
    kernel.run(4 * SECOND);
    expect(ratio(watch)).toBeNull();
    kernel.run(5 * SECOND);
    expect(ratio(watch)).toBeCloseTo(0.01, 12);
  });

  it("is null while there are too few requests for a verdict", () => {
    const { kernel, watch } = observe(monitoringOf(), { old: calm, new: NOTHING });
    kernel.run(100 * SECOND);
    // Six scrapes in a window of 30 s span 25 s with 2500 requests: 3000 when extrapolated to its edges.
    expect(ratio(watch, null, 2999)).toBeCloseTo(0.01, 12);
    expect(ratio(watch, null, 3001)).toBeNull();
  });

  it("tells the versions apart, and the service is all of them together", () => {
    const half = flowOf(100, { before: 0.5, after: 0.5, at: 0 });
    const { kernel, watch } = observe(monitoringOf(), { old: calm, new: half });
    kernel.run(60 * SECOND);
    expect(ratio(watch, "v1")).toBeCloseTo(0.01, 12);
    expect(ratio(watch, "v2")).toBeCloseTo(0.5, 12);
    expect(ratio(watch)).toBeCloseTo(0.255, 12);
  });

  it("is null, not zero, for a version that has no requests", () => {
    const { kernel, watch } = observe(monitoringOf(), { old: calm, new: NOTHING });
    kernel.run(60 * SECOND);
    expect(ratio(watch, "v2")).toBeNull();
  });

  it("counts refused, reset, timed out and shed attempts as bad, late answers not", () => {
    const kernel = new Kernel<EventKind>("x");
    const watch = createWatch({
      kernel,
      spec: monitoringOf(),
      versions: ["v1", "v2"],
      readCounters({ byVersion }) {
        // Row 2: attempts that no version processed.
        for (const [index] of OUTCOMES.entries()) byVersion[2 * OUTCOME_COUNT + index] = kernel.now;
      },
    });
    kernel.run(20 * SECOND);
    expect(ratio(watch)).toBeCloseTo(5 / 7, 12);
  });

  it("never sees the first errors of a counter that is only there once it has counted", () => {
    const outage = { requests: (t: number) => 100 * t, errors: (t: number) => (t > 60 ? 600 : 0) };
    const firstOf = (countersStart: "atZero" | "whenCounted") => {
      const { kernel, watch } = observe(monitoringOf({ countersStart }), { old: outage, new: NOTHING });
      kernel.run(300 * SECOND);
      return watch.record().alerts[0]?.firingAt ?? null;
    };
    expect(firstOf("atZero")).toBe(65 * SECOND);
    expect(firstOf("whenCounted")).toBeNull();
  });
});

describe("the alert", () => {
  it("fires when it has held for long enough, and is one chain of causes from pending to resolved", () => {
    const cured = { ...broken, errors: (t: number) => broken.errors(Math.min(t, 160)) };
    const { kernel, watch } = observe(monitoringOf({ holdFor: 10 * SECOND }), { old: cured, new: NOTHING });
    kernel.run(400 * SECOND);
    expect(kernel.log.entries.map(({ kind, at, cause }) => [kind, at / SECOND, cause])).toEqual([
      ["alertPending", 105, -1],
      ["alertFired", 115, 0],
      ["alertResolved", 185, 1],
    ]);
    expect(watch.record().alerts).toEqual([
      { rule: "errorRatio", pendingAt: 105 * SECOND, firingAt: 115 * SECOND, resolvedAt: 185 * SECOND },
    ]);
  });

  it("is told to an automaton at once, which wants the release back after its moment", () => {
    const reaction = { law: "deterministic" as const, value: 7 * SECOND };
    const { kernel, watch } = observe(monitoringOf({ reaction }), { old: broken, new: NOTHING });
    const heard: number[] = [];
    kernel.spawn(
      (function* () {
        yield watch.rollBackWanted;
        heard.push(kernel.now / SECOND);
      })(),
    );
    kernel.run(200 * SECOND);
    expect(heard).toEqual([112]);
    expect(watch.decidedBy).toBe("automation");
  });

  it("does not fire at the limit, only above it", () => {
    const { kernel } = observe(monitoringOf({ errorRatioAbove: 0.01 }), {
      old: { requests: (t) => 100 * Math.floor(t), errors: (t) => Math.floor(t) },
      new: NOTHING,
    });
    kernel.run(200 * SECOND);
    expect(kernel.log.entries).toEqual([]);
  });

  it("is caused by what the world knows to be broken", () => {
    const kernel = new Kernel<EventKind>("x");
    let fault = -1;
    createWatch({
      kernel,
      spec: monitoringOf(),
      versions: ["v1", "v2"],
      readCounters({ byVersion }) {
        byVersion[OUTCOMES.indexOf("error")] = kernel.now;
      },
      blame: () => fault,
    });
    kernel.schedule(SECOND, EVENT_CLASS.fault, () => {
      fault = kernel.record("faultStarted", "x");
    });
    kernel.run(60 * SECOND);
    const fired = kernel.log.entries.find(({ kind }) => kind === "alertFired");
    expect(fired?.cause).toBe(fault);
  });
});

describe("the two clocks of monitoring", () => {
  it("keep their phases exactly, over any length of time", () => {
    const { kernel, watch } = observe(
      monitoringOf({
        scrapeInterval: 7 * SECOND,
        scrapePhase: 3 * SECOND,
        evaluationInterval: 11 * SECOND,
        evaluationPhase: 4 * SECOND,
      }),
      { old: calm, new: calm },
    );
    kernel.run(1000 * SECOND);
    expect(watch.record().service.map(({ at }) => at / SECOND)).toEqual(
      Array.from({ length: 91 }, (_, k) => 4 + 11 * k),
    );
  });

  it("at one instant the evaluation sees the sample, whatever the intervals are", () => {
    const step = { requests: (t: number) => 100 * t, errors: (t: number) => (t >= 30 ? 1000 : 0) };
    const { kernel, watch } = observe(
      monitoringOf({ scrapeInterval: 10 * SECOND, evaluationInterval: 15 * SECOND, window: 20 * SECOND }),
      { old: step, new: NOTHING },
    );
    kernel.run(30 * SECOND);
    expect(watch.record().service.at(-1)).toEqual({ at: 30 * SECOND, errorRatio: 1 });
  });

  it("records what was seen of both at every evaluation", () => {
    const { kernel, watch } = observe(monitoringOf(), { old: calm, new: NOTHING });
    kernel.run(12 * SECOND);
    const { service, newVersion, threshold, scrapeInterval } = watch.record();
    expect(service.map(({ errorRatio }) => errorRatio && Math.round(errorRatio * 1e6) / 1e6)).toEqual([
      null,
      0.01,
      0.01,
    ]);
    expect(newVersion.map(({ errorRatio }) => errorRatio)).toEqual([null, null, null]);
    expect([threshold, scrapeInterval]).toEqual([0.02, 5 * SECOND]);
  });
});
